-- phasegate: do validate
-- rollout: change_foreign_key_orders_a_fk_etc, plan 0b667c86
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_foreign_key_orders_a_fk_etc",
  "plan_id": "0b667c86",
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
    "public.\"we\"\"ird; --\""
  ],
  "touches": [
    "constraint public.orders.a_fk",
    "constraint public.orders.b_fk",
    "constraint public.orders.c_fk",
    "constraint public.orders.d_fk",
    "constraint public.orders.e_fk",
    "constraint public.orders.phasegate_new_a_fk",
    "constraint public.orders.phasegate_new_b_fk"
  ],
  "fingerprint": "2bf5aa59aa16db8c49cf57e723b238a4",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'd_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = false))",
      "otherwise": "the foreign key d_fk of public.orders is not checked at once, or later where asked for"
    }
  ],
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
