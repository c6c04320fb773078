-- phasegate: do validate (enforce)
-- rollout: add_foreign_key_orders_orders_us, plan b0d971d1
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_foreign_key_orders_orders_us",
  "plan_id": "b0d971d1",
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.orders",
    "public.users"
  ],
  "touches": [
    "constraint public.orders.orders_user_fk"
  ],
  "fingerprint": "501fbb4f3a37f534575f6ea4bcf7cda2",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk')",
      "otherwise": "the foreign key orders_user_fk of public.orders is missing, or was taken back because rows refer to no row of public.users"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_foreign_key_orders_orders_us' AND p.step = 'add-foreign-key public.orders.orders_user_fk: clean up'), false)",
      "otherwise": "not every row is filled: delete the rows of public.orders that refer to no row of public.users, in batches"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk' AND c.convalidated)",
      "otherwise": "the foreign key orders_user_fk of public.orders is not valid"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('add_foreign_key_orders_orders_us');
END
$phasegate$;
RESET statement_timeout;
