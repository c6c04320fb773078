-- phasegate: undo contract (swap)
-- rollout: change_type_customers_id, plan 2893f6d9
-- what: let the new columns take the place of customers.id, sales.customer, sales.amount
--   locks: ACCESS EXCLUSIVE on public.customers (all wait, instant); ACCESS EXCLUSIVE on public.sales (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_customers_id",
  "plan_id": "2893f6d9",
  "environment": "default",
  "phase": "contract",
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
  "part": "swap",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.customers AS t CROSS JOIN LATERAL phasegate.up_public_customers_id(t.zz_phasegate_id) AS u WHERE (t.id IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of customers.id, sales.customer, sales.amount)"
    },
    {
      "sql": "SELECT count(*) FROM public.sales AS t CROSS JOIN LATERAL phasegate.up_public_sales_customer(t.zz_phasegate_customer) AS u WHERE (t.customer IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of customers.id, sales.customer, sales.amount)"
    },
    {
      "sql": "SELECT count(*) FROM public.sales AS t CROSS JOIN LATERAL phasegate.up_public_sales_amount(t.zz_phasegate_amount) AS u WHERE (t.amount IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of customers.id, sales.customer, sales.amount)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new columns take the place of customers.id, sales.customer, sales.amount
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.customers, public.sales IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.sales DROP CONSTRAINT IF EXISTS sales_customer_fkey;
    ALTER TABLE public.customers DROP CONSTRAINT IF EXISTS customers_key;
    ALTER TABLE public.customers ALTER COLUMN zz_phasegate_id SET NOT NULL;
    ALTER TABLE public.customers DROP CONSTRAINT IF EXISTS phasegate_nn_back_customers_id;
    ALTER TABLE public.customers RENAME COLUMN id TO zz_phasegate_next_id;
    ALTER TABLE public.customers RENAME COLUMN zz_phasegate_id TO id;
    ALTER TABLE public.sales RENAME COLUMN customer TO zz_phasegate_next_customer;
    ALTER TABLE public.sales RENAME COLUMN zz_phasegate_customer TO customer;
    ALTER TABLE public.sales ALTER COLUMN zz_phasegate_amount SET NOT NULL;
    ALTER TABLE public.sales DROP CONSTRAINT IF EXISTS phasegate_nn_back_sales_amount;
    ALTER TABLE public.sales RENAME COLUMN amount TO zz_phasegate_next_amount;
    ALTER TABLE public.sales RENAME COLUMN zz_phasegate_amount TO amount;
    ALTER TABLE public.customers ADD CONSTRAINT customers_key PRIMARY KEY USING INDEX zz_phasegate_back_customers_key;
    ALTER TABLE public.sales_customer_idx RENAME COLUMN customer TO zz_phasegate_next_customer;
    ALTER INDEX public.sales_customer_idx RENAME TO zz_phasegate_next_sales_customer_idx;
    ALTER INDEX public.zz_phasegate_sales_customer_idx RENAME TO sales_customer_idx;
    ALTER TABLE public.sales ADD CONSTRAINT sales_customer_fkey FOREIGN KEY (customer) references public.customers(id) on delete cascade not valid;
    DO $values$
DECLARE
  sequence regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.customers') AND a.attname = 'zz_phasegate_next_id');
  name text;
  last bigint;
  called boolean;
BEGIN
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) INTO name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = sequence;
  EXECUTE pg_catalog.format('SELECT s.last_value, s.is_called FROM %s AS s', name) INTO last, called;
  ALTER TABLE public.customers ALTER COLUMN zz_phasegate_next_id DROP IDENTITY;
  EXECUTE 'ALTER TABLE public.customers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME ' || name || ')';
  PERFORM pg_catalog.setval(name::regclass, last, called);
END
$values$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_customers_id() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_id := NEW.id::bigint;
  RETURN NEW;
END
$sync$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_sales_customer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_customer := NEW.customer::bigint;
  RETURN NEW;
END
$sync$;
    ALTER TABLE public.sales ALTER COLUMN amount SET DEFAULT '0'::text;
    ALTER TABLE public.sales ALTER COLUMN zz_phasegate_next_amount DROP DEFAULT;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_sales_amount() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_amount := coalesce(nullif(trim(NEW.amount), ''), '0')::numeric(12,2);
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
