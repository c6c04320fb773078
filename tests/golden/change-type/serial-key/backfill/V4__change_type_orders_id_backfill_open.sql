-- phasegate: do backfill
-- rollout: change_type_orders_id, plan 7b301ba1
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_orders_id",
  "plan_id": "7b301ba1",
  "environment": "default",
  "phase": "backfill",
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
    "public.orders"
  ],
  "touches": [
    "constraint public.orders.phasegate_nn_back_orders_id",
    "constraint public.orders.phasegate_nn_orders_zz_phasegate_next_id",
    "column public.orders.id",
    "column public.orders.previous",
    "column public.orders.zz_phasegate_id",
    "column public.orders.zz_phasegate_next_id",
    "column public.orders.zz_phasegate_next_previous",
    "column public.orders.zz_phasegate_previous",
    "constraint public.orders.orders_pkey",
    "constraint public.orders.zz_phasegate_back_orders_pkey",
    "constraint public.orders.zz_phasegate_next_orders_pkey",
    "constraint public.orders.zz_phasegate_orders_pkey",
    "constraint public.orders.orders_previous_fkey",
    "constraint public.orders.zz_phasegate_next_orders_previous_fkey",
    "constraint public.orders.zz_phasegate_orders_previous_fkey",
    "index public.orders_customer_idx",
    "index public.orders_pkey",
    "index public.zz_phasegate_back_orders_pkey",
    "index public.zz_phasegate_next_orders_customer_idx",
    "index public.zz_phasegate_next_orders_pkey",
    "index public.zz_phasegate_orders_customer_idx",
    "index public.zz_phasegate_orders_pkey",
    "trigger public.orders.zz_phasegate_sync_public_orders_id",
    "trigger public.orders.zz_phasegate_sync_public_orders_previous"
  ],
  "fingerprint": "2e0d15b8937cf200808cb485277fe6f5",
  "conditions": [
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_orders_id is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_previous' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_previous is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_previous' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_orders_previous is missing or disabled"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
