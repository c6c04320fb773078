-- phasegate: do contract
-- rollout: rename_schema_store, plan 8a92d9d5
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_store",
  "plan_id": "8a92d9d5",
  "environment": "default",
  "phase": "contract",
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
    "shop.orders",
    "shop.users"
  ],
  "touches": [
    "constraint shop.users.users_mood_check",
    "column shop.orders.doubled",
    "column shop.orders.id",
    "column shop.orders.total",
    "column shop.orders.user_id",
    "column shop.users.email",
    "column shop.users.id",
    "column shop.users.mood",
    "column shop.users.number",
    "enum type shop.mood",
    "constraint shop.orders.orders_user_fkey",
    "index shop.users_mood_idx",
    "constraint shop.orders.orders_pkey",
    "constraint shop.users.users_pkey",
    "schema shop",
    "schema store",
    "sequence shop.user_numbers",
    "table shop.orders",
    "table shop.users",
    "table store.orders",
    "table store.users",
    "trigger shop.users.stamp",
    "constraint shop.users.users_email_key",
    "view shop.orders",
    "view shop.users",
    "view store.orders",
    "view store.users"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'store' AND c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['orders', 'users']::pg_catalog.text[])) = 2 OR (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'store' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['orders', 'users']::pg_catalog.text[])) = 2",
      "otherwise": "schema store does not have a view for each table of schema shop"
    }
  ],
  "unproven": [
    "constraint shop.orders.orders_pkey",
    "constraint shop.orders.orders_user_fkey",
    "constraint shop.users.users_email_key",
    "constraint shop.users.users_mood_check",
    "constraint shop.users.users_pkey"
  ],
  "soak_seconds": 0,
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
