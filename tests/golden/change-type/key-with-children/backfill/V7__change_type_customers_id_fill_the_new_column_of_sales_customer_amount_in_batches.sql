-- phasegate: do backfill
-- rollout: change_type_customers_id, plan 2893f6d9
-- what: fill the new column of sales.customer, amount in batches
--   locks: ROW EXCLUSIVE on public.sales (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_customers_id' AND p.step = 'change-type public.customers.id: fill public.sales'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_customers_id",
  "plan_id": "2893f6d9",
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
    "public.customers",
    "public.sales"
  ],
  "touches": [
    "constraint public.customers.phasegate_nn_back_customers_id",
    "constraint public.customers.phasegate_nn_customers_zz_phasegate_next_id",
    "constraint public.sales.phasegate_nn_back_sales_amount",
    "constraint public.sales.phasegate_nn_sales_zz_phasegate_next_amount",
    "column public.customers.id",
    "column public.customers.zz_phasegate_id",
    "column public.customers.zz_phasegate_next_id",
    "column public.sales.amount",
    "column public.sales.customer",
    "column public.sales.zz_phasegate_amount",
    "column public.sales.zz_phasegate_customer",
    "column public.sales.zz_phasegate_next_amount",
    "column public.sales.zz_phasegate_next_customer",
    "constraint public.customers.customers_key",
    "constraint public.customers.zz_phasegate_back_customers_key",
    "constraint public.customers.zz_phasegate_customers_key",
    "constraint public.customers.zz_phasegate_next_customers_key",
    "constraint public.sales.sales_customer_fkey",
    "constraint public.sales.zz_phasegate_next_sales_customer_fkey",
    "constraint public.sales.zz_phasegate_sales_customer_fkey",
    "index public.customers_key",
    "index public.zz_phasegate_back_customers_key",
    "index public.zz_phasegate_customers_key",
    "index public.zz_phasegate_next_customers_key",
    "index public.sales_customer_idx",
    "index public.zz_phasegate_next_sales_customer_idx",
    "index public.zz_phasegate_sales_customer_idx",
    "trigger public.customers.zz_phasegate_sync_public_customers_id",
    "trigger public.sales.zz_phasegate_sync_public_sales_amount",
    "trigger public.sales.zz_phasegate_sync_public_sales_customer"
  ],
  "fingerprint": "6dcbaa5a929af63708d7e2d0786f0443",
  "conditions": [
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.customers') AND g.tgname = 'zz_phasegate_sync_public_customers_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_customers_id is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'zz_phasegate_next_customer' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_customer is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.sales') AND g.tgname = 'zz_phasegate_sync_public_sales_customer' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_sales_customer is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'zz_phasegate_next_amount' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_amount is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.sales') AND g.tgname = 'zz_phasegate_sync_public_sales_amount' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_sales_amount is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_customers_id' AND p.step = 'change-type public.customers.id: fill public.customers'), false)",
      "otherwise": "not every row is filled: fill the new column of customers.id in batches"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- fill the new column of sales.customer, amount in batches
CALL phasegate.backfill('change_type_customers_id', 'change-type public.customers.id: fill public.sales', 'public.sales',
  'zz_phasegate_next_customer = customer::bigint, zz_phasegate_next_amount = coalesce(nullif(trim(amount), ''''), ''0'')::numeric(12,2)',
  '(zz_phasegate_next_customer IS NULL AND (SELECT u.failed OR u.phasegate_up_1 IS NOT NULL FROM phasegate.up_public_sales_customer(sales.customer) AS u)) OR (zz_phasegate_next_amount IS NULL AND (SELECT u.failed OR u.phasegate_up_1 IS NOT NULL FROM phasegate.up_public_sales_amount(sales.amount) AS u))');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
