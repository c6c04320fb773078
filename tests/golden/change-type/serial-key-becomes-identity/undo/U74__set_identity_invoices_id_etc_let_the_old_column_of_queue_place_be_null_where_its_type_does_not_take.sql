-- phasegate: undo contract (swap)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: let the old column of queue.place be NULL where its type does not take a value
--   locks: ACCESS EXCLUSIVE on public.queue (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'zz_phasegate_place' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
  "environment": "default",
  "phase": "contract",
  "direction": "undo",
  "applications": [
    {
      "name": "app",
      "scheme": "semver",
      "from": "1.0.0",
      "adopts": "2.0.0",
      "retires": "2.0.0"
    }
  ],
  "part": "swap",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.queue AS t CROSS JOIN LATERAL phasegate.up_public_queue_place(t.zz_phasegate_place) AS u WHERE (t.place IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the old column of queue.place be NULL where its type does not take a value)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the old column of queue.place be NULL where its type does not take a value
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.queue ADD CONSTRAINT phasegate_nn_back_queue_place CHECK (zz_phasegate_place IS NOT NULL) NOT VALID;
  END IF;
END
$phasegate$;
RESET statement_timeout;
