-- phasegate: undo contract (retire)
-- rollout: drop_identity_orders_id_etc, plan 695bb80a
-- what: let orders.place be NULL
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: undo scans the table under ACCESS EXCLUSIVE, within statement_timeout
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'place' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'place' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_orders_id_etc",
  "plan_id": "695bb80a",
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
  "part": "retire",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.orders WHERE place IS NULL",
      "what": "rows whose values only the next version could have written (let orders.place be NULL)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let orders.place be NULL
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER COLUMN place SET NOT NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
