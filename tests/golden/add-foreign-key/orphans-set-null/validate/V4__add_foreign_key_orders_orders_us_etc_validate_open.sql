-- phasegate: do validate
-- rollout: add_foreign_key_orders_orders_us_etc, plan d3dbaff3
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_foreign_key_orders_orders_us_etc",
  "plan_id": "d3dbaff3",
  "environment": "default",
  "phase": "validate",
  "direction": "do",
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
  "sessions": false,
  "tables": [
    "public.orders",
    "public.users",
    "public.visits",
    "public.\"we\"\"ird; --\""
  ],
  "touches": [
    "constraint public.orders.orders_user_fk",
    "constraint public.visits.visits_user_fk",
    "constraint public.\"we\"\"ird; --\".next_fk"
  ],
  "fingerprint": "74cd0a630831bca19db2f50ccfb7e0e0",
  "conditions": [],
  "raises_floor": "adopts"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
