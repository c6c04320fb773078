-- phasegate: do expand
-- rollout: change_type_customers_id, plan 2893f6d9
-- what: add a column of type bigint beside customers.id
--   locks: ACCESS EXCLUSIVE on public.customers (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow customers.id (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.customers (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.customers') AND g.tgname = 'zz_phasegate_sync_public_customers_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_customers_id",
  "plan_id": "2893f6d9",
  "environment": "default",
  "phase": "expand",
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add a column of type bigint beside customers.id
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    ALTER TABLE public.customers ADD COLUMN zz_phasegate_next_id bigint;
  END IF;
  -- let the new column follow customers.id (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.customers') AND g.tgname = 'zz_phasegate_sync_public_customers_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.customers') AND g.tgname = 'zz_phasegate_sync_public_customers_id' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.customers') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_customers_id'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.customers fire after zz_phasegate_sync_public_customers_id by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_customers_id(id integer, OUT phasegate_up_1 bigint, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_customers_id.id::bigint;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_customers_id() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_id := NEW.id::bigint;
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_id := NULL;
  END;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_customers_id BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_customers_id();
  END IF;
END
$phasegate$;
RESET statement_timeout;
