-- phasegate: do validate (enforce)
-- rollout: change_foreign_key_orders_orders_etc, plan 90318147
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_foreign_key_orders_orders_etc",
  "plan_id": "90318147",
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
    "constraint public.orders.orders_second_fkey",
    "constraint public.orders.orders_third_fkey",
    "constraint public.orders.orders_user_id_fkey"
  ],
  "fingerprint": "c7ebd61310a787dc62ef190387107f3a",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey' AND c.convalidated))",
      "otherwise": "the constraint orders_user_id_fkey of public.orders is still valid"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_second_fkey' AND c.contype = 'f' AND (c.confdeltype <> 'a'))",
      "otherwise": "the constraint orders_second_fkey of public.orders still has its old form"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_third_fkey' AND c.contype = 'f' AND (c.condeferrable = false AND c.condeferred = false))",
      "otherwise": "the foreign key orders_third_fkey of public.orders is not checked at once"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('change_foreign_key_orders_orders_etc');
END
$phasegate$;
RESET statement_timeout;
