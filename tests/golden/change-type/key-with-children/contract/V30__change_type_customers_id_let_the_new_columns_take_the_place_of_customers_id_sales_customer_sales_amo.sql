-- phasegate: do contract (swap)
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
  "part": "swap",
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
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.customers') AND c.conname = 'phasegate_nn_customers_zz_phasegate_next_id') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the helper constraint phasegate_nn_customers_zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.customers') AND c.conname = 'phasegate_nn_customers_zz_phasegate_next_id' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "rows of public.customers have NULL in zz_phasegate_next_id"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "column public.customers.zz_phasegate_next_id may still be NULL"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_sales_customer' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_sales_amount' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.sales') AND c.conname = 'phasegate_nn_sales_zz_phasegate_next_amount') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'zz_phasegate_next_amount' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the helper constraint phasegate_nn_sales_zz_phasegate_next_amount is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.sales') AND c.conname = 'phasegate_nn_sales_zz_phasegate_next_amount' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'zz_phasegate_next_amount' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "rows of public.sales have NULL in zz_phasegate_next_amount"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'zz_phasegate_next_amount' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "column public.sales.zz_phasegate_next_amount may still be NULL"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_customers_key') AND i.indrelid = pg_catalog.to_regclass('public.customers') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "index zz_phasegate_next_customers_key is not there, or INVALID; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_sales_customer_idx') AND i.indrelid = pg_catalog.to_regclass('public.sales') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "index zz_phasegate_next_sales_customer_idx is not there, or INVALID; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.sales') AND c.conname = 'zz_phasegate_next_sales_customer_fkey') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the constraint zz_phasegate_next_sales_customer_fkey is missing; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.sales') AND c.conname = 'zz_phasegate_next_sales_customer_fkey' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "rows of public.sales break sales_customer_fkey"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_back_customers_key') AND i.indrelid = pg_catalog.to_regclass('public.customers') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "index zz_phasegate_back_customers_key is not there, or INVALID"
    }
  ],
  "locks": [
    {
      "table": "public.customers",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.sales",
      "mode": "ACCESS EXCLUSIVE"
    }
  ],
  "concurrent": [
    "public.customers_key",
    "public.zz_phasegate_back_customers_key",
    "public.zz_phasegate_customers_key",
    "public.zz_phasegate_next_customers_key"
  ],
  "unproven": [
    "constraint public.customers.customers_key",
    "constraint public.customers.phasegate_nn_back_customers_id",
    "constraint public.customers.phasegate_nn_customers_zz_phasegate_next_id",
    "constraint public.customers.zz_phasegate_back_customers_key",
    "constraint public.customers.zz_phasegate_customers_key",
    "constraint public.customers.zz_phasegate_next_customers_key",
    "constraint public.sales.phasegate_nn_back_sales_amount",
    "constraint public.sales.phasegate_nn_sales_zz_phasegate_next_amount",
    "constraint public.sales.sales_customer_fkey",
    "constraint public.sales.zz_phasegate_next_sales_customer_fkey",
    "constraint public.sales.zz_phasegate_sales_customer_fkey"
  ],
  "soak_seconds": 0,
  "asks_reprepare": true,
  "clients_reprepare": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- let the new columns take the place of customers.id, sales.customer, sales.amount
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'customer' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'amount' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions customers.id, sales.customer, sales.amount, and would stay with the old column';
    END IF;
    LOCK TABLE public.customers, public.sales IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.sales DROP CONSTRAINT IF EXISTS sales_customer_fkey;
    ALTER TABLE public.customers DROP CONSTRAINT IF EXISTS customers_key;
    ALTER TABLE public.customers RENAME COLUMN id TO zz_phasegate_id;
    ALTER TABLE public.customers RENAME COLUMN zz_phasegate_next_id TO id;
    ALTER TABLE public.sales RENAME COLUMN customer TO zz_phasegate_customer;
    ALTER TABLE public.sales RENAME COLUMN zz_phasegate_next_customer TO customer;
    ALTER TABLE public.sales RENAME COLUMN amount TO zz_phasegate_amount;
    ALTER TABLE public.sales RENAME COLUMN zz_phasegate_next_amount TO amount;
    ALTER TABLE public.customers ADD CONSTRAINT customers_key PRIMARY KEY USING INDEX zz_phasegate_next_customers_key;
    ALTER TABLE public.customers_key RENAME COLUMN zz_phasegate_next_id TO id;
    ALTER INDEX public.sales_customer_idx RENAME TO zz_phasegate_sales_customer_idx;
    ALTER INDEX public.zz_phasegate_next_sales_customer_idx RENAME TO sales_customer_idx;
    ALTER TABLE public.sales_customer_idx RENAME COLUMN zz_phasegate_next_customer TO customer;
    ALTER TABLE public.sales RENAME CONSTRAINT zz_phasegate_next_sales_customer_fkey TO sales_customer_fkey;
    DO $values$
DECLARE
  sequence regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.customers') AND a.attname = 'zz_phasegate_id');
  name text;
  last bigint;
  called boolean;
BEGIN
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) INTO name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = sequence;
  EXECUTE pg_catalog.format('SELECT s.last_value, s.is_called FROM %s AS s', name) INTO last, called;
  ALTER TABLE public.customers ALTER COLUMN zz_phasegate_id DROP IDENTITY;
  EXECUTE 'ALTER TABLE public.customers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME ' || name || ')';
  PERFORM pg_catalog.setval(name::regclass, last, called);
END
$values$;
    CALL phasegate.copy_column_grants('public.customers', 'zz_phasegate_id', 'public.customers', 'id');
    CREATE OR REPLACE FUNCTION phasegate.sync_public_customers_id() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.id)::record OPERATOR(pg_catalog.*<>) ROW(OLD.id)::record THEN
    -- A value that the old type cannot take never fails the write.
    BEGIN
      NEW.zz_phasegate_id := NEW.id::integer;
    EXCEPTION WHEN OTHERS THEN
      NEW.zz_phasegate_id := NULL;
    END;
  END IF;
  RETURN NEW;
END
$sync$;
    CALL phasegate.copy_column_grants('public.sales', 'zz_phasegate_customer', 'public.sales', 'customer');
    CREATE OR REPLACE FUNCTION phasegate.sync_public_sales_customer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.customer)::record OPERATOR(pg_catalog.*<>) ROW(OLD.customer)::record THEN
    -- A value that the old type cannot take never fails the write.
    BEGIN
      NEW.zz_phasegate_customer := NEW.customer::integer;
    EXCEPTION WHEN OTHERS THEN
      NEW.zz_phasegate_customer := NULL;
    END;
  END IF;
  RETURN NEW;
END
$sync$;
    ALTER TABLE public.sales ALTER COLUMN amount SET DEFAULT 0;
    ALTER TABLE public.sales ALTER COLUMN zz_phasegate_amount DROP DEFAULT;
    CALL phasegate.copy_column_grants('public.sales', 'zz_phasegate_amount', 'public.sales', 'amount');
    CREATE OR REPLACE FUNCTION phasegate.sync_public_sales_amount() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.amount)::record OPERATOR(pg_catalog.*<>) ROW(OLD.amount)::record THEN
    -- A value that the old type cannot take never fails the write.
    BEGIN
      NEW.zz_phasegate_amount := NEW.amount::text;
    EXCEPTION WHEN OTHERS THEN
      NEW.zz_phasegate_amount := NULL;
    END;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
