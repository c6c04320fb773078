-- phasegate: undo contract (swap)
-- rollout: change_type_orders_id, plan 7b301ba1
-- what: let the new columns take the place of orders.id, orders.previous
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_orders_id",
  "plan_id": "7b301ba1",
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
      "sql": "SELECT count(*) FROM public.orders AS t CROSS JOIN LATERAL phasegate.up_public_orders_id(t.zz_phasegate_id) AS u WHERE (t.id IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of orders.id, orders.previous)"
    },
    {
      "sql": "SELECT count(*) FROM public.orders AS t CROSS JOIN LATERAL phasegate.up_public_orders_previous(t.zz_phasegate_previous) AS u WHERE (t.previous IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of orders.id, orders.previous)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new columns take the place of orders.id, orders.previous
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.orders IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS orders_previous_fkey;
    ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS orders_pkey;
    ALTER TABLE public.orders ALTER COLUMN zz_phasegate_id SET NOT NULL;
    ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS phasegate_nn_back_orders_id;
    ALTER TABLE public.orders RENAME COLUMN id TO zz_phasegate_next_id;
    ALTER TABLE public.orders RENAME COLUMN zz_phasegate_id TO id;
    ALTER TABLE public.orders RENAME COLUMN previous TO zz_phasegate_next_previous;
    ALTER TABLE public.orders RENAME COLUMN zz_phasegate_previous TO previous;
    ALTER TABLE public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX zz_phasegate_back_orders_pkey;
    ALTER TABLE public.orders_customer_idx RENAME COLUMN id TO zz_phasegate_next_id;
    ALTER INDEX public.orders_customer_idx RENAME TO zz_phasegate_next_orders_customer_idx;
    ALTER INDEX public.zz_phasegate_orders_customer_idx RENAME TO orders_customer_idx;
    ALTER TABLE public.orders ADD CONSTRAINT orders_previous_fkey FOREIGN KEY (previous) references public.orders(id) on delete set null not valid;
    DO $values$
DECLARE
  owned regclass;
BEGIN
  FOR owned IN
    SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d
      JOIN pg_catalog.pg_class AS c ON c.oid = d.objid AND c.relkind = 'S'
     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = 'public.orders'::pg_catalog.regclass
       AND d.refobjsubid = (SELECT a.attnum FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = 'public.orders'::pg_catalog.regclass AND a.attname = 'zz_phasegate_next_id')
  LOOP
    EXECUTE pg_catalog.format('ALTER SEQUENCE %s OWNED BY %s', owned, 'public.orders.id');
    IF (SELECT c.relname FROM pg_catalog.pg_class AS c WHERE c.oid = owned) = 'orders_id_seq' THEN
      EXECUTE pg_catalog.format('ALTER SEQUENCE %s AS integer', owned);
      EXECUTE pg_catalog.format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT pg_catalog.nextval(%L::pg_catalog.regclass)', 'public.orders', 'id', owned);
    END IF;
  END LOOP;
END
$values$;
    ALTER TABLE public.orders ALTER COLUMN zz_phasegate_next_id DROP DEFAULT;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_orders_id() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_id := NEW.id::bigint;
  RETURN NEW;
END
$sync$;
    COMMENT ON COLUMN public.orders.zz_phasegate_next_id IS NULL;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_orders_previous() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_previous := NEW.previous::bigint;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
