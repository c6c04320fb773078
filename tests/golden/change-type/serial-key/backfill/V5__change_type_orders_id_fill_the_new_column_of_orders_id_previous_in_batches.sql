-- phasegate: do backfill
-- rollout: change_type_orders_id, plan 7b301ba1
-- what: fill the new column of orders.id, previous in batches
--   locks: ROW EXCLUSIVE on public.orders (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_orders_id' AND p.step = 'change-type public.orders.id: fill public.orders'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
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
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- fill the new column of orders.id, previous in batches
CALL phasegate.backfill('change_type_orders_id', 'change-type public.orders.id: fill public.orders', 'public.orders',
  'zz_phasegate_next_id = id::bigint, zz_phasegate_next_previous = previous::bigint',
  '(zz_phasegate_next_id IS NULL AND (SELECT u.failed OR u.phasegate_up_1 IS NOT NULL FROM phasegate.up_public_orders_id(orders.id) AS u)) OR (zz_phasegate_next_previous IS NULL AND (SELECT u.failed OR u.phasegate_up_1 IS NOT NULL FROM phasegate.up_public_orders_previous(orders.previous) AS u))');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
