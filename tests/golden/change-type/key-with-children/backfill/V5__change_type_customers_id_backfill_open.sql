-- phasegate: do backfill
-- rollout: change_type_customers_id, plan 2893f6d9
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
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
