-- phasegate: undo expand
-- rollout: change_type_customers_id, plan 2893f6d9
-- what: add a column of type bigint beside sales.customer
--   locks: ACCESS EXCLUSIVE on public.sales (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'zz_phasegate_next_customer' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow sales.customer (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.sales (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.sales') AND g.tgname = 'zz_phasegate_sync_public_sales_customer' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: add a column of type numeric(12,2) beside sales.amount
--   locks: ACCESS EXCLUSIVE on public.sales (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'zz_phasegate_next_amount' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow sales.amount (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.sales (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.sales') AND g.tgname = 'zz_phasegate_sync_public_sales_amount' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_customers_id",
  "plan_id": "2893f6d9",
  "environment": "default",
  "phase": "expand",
  "direction": "undo",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new column follow sales.amount (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_sales_amount ON public.sales;
    DROP FUNCTION IF EXISTS phasegate.sync_public_sales_amount();
    DROP FUNCTION IF EXISTS phasegate.up_public_sales_amount(text);
  END IF;
  -- undo: add a column of type numeric(12,2) beside sales.amount
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.sales DROP COLUMN zz_phasegate_next_amount;
  END IF;
  -- undo: let the new column follow sales.customer (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_sales_customer ON public.sales;
    DROP FUNCTION IF EXISTS phasegate.sync_public_sales_customer();
    DROP FUNCTION IF EXISTS phasegate.up_public_sales_customer(integer);
  END IF;
  -- undo: add a column of type bigint beside sales.customer
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.sales DROP COLUMN zz_phasegate_next_customer;
  END IF;
END
$phasegate$;
RESET statement_timeout;
