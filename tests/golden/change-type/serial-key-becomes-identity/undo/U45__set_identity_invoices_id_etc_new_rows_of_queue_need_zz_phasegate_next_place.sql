-- phasegate: undo validate (enforce)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: new rows of queue need zz_phasegate_next_place
--   locks: ACCESS EXCLUSIVE on public.queue (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.queue') AND c.conname = 'phasegate_nn_queue_zz_phasegate_next_place') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'zz_phasegate_next_place' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: new rows of queue need zz_phasegate_next_place
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.queue DROP CONSTRAINT IF EXISTS phasegate_nn_queue_zz_phasegate_next_place;
  END IF;
END
$phasegate$;
RESET statement_timeout;
