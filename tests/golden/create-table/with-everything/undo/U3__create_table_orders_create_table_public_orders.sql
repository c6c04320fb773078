-- phasegate: undo expand
-- rollout: create_table_orders, plan 3a95ce0c
-- what: create table public.orders
--   locks: none on relations
--   undo: yes
--   note: a new table: no version of any application uses it yet
--   verify: pg_catalog.to_regclass('public.orders') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_table_orders",
  "plan_id": "3a95ce0c",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.orders",
      "what": "rows whose values only the next version could have written (create table public.orders)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: create table public.orders
  IF (false) IS NOT TRUE THEN
    DROP TABLE public.orders;
  END IF;
END
$phasegate$;
RESET statement_timeout;
