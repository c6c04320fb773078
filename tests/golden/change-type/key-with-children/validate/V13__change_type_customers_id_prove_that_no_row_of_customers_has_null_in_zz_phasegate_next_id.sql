-- phasegate: do validate (enforce)
-- rollout: change_type_customers_id, plan 2893f6d9
-- what: prove that no row of customers has NULL in zz_phasegate_next_id
--   locks: ACCESS SHARE on public.customers (nobody waits, scans)
--   undo: nothing needed: it only looks
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
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
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_customers_id' AND p.step = 'change-type public.customers.id: fill public.sales'), false)",
      "otherwise": "not every row is filled: fill the new column of sales.customer, amount in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_customers_id' AND p.step = 'change-type public.customers.id: fill public.customers (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of customers.id"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_customers_id' AND p.step = 'change-type public.customers.id: fill public.sales (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of sales.customer, amount"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_customers_id' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that no row of customers has NULL in zz_phasegate_next_id
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM public.customers WHERE zz_phasegate_next_id IS NOT DISTINCT FROM NULL);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.customers have NULL in zz_phasegate_next_id', HINT = 'fill them (a backfill in the desired schema does), and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
