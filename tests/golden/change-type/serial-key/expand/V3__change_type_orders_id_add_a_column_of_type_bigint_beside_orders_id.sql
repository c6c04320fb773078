-- phasegate: do expand
-- rollout: change_type_orders_id, plan 7b301ba1
-- what: add a column of type bigint beside orders.id
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow orders.id (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: add a column of type bigint beside orders.previous
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_previous' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow orders.previous (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_previous' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_orders_id",
  "plan_id": "7b301ba1",
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add a column of type bigint beside orders.id
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    ALTER TABLE public.orders ADD COLUMN zz_phasegate_next_id bigint;
  END IF;
  -- let the new column follow orders.id (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_id' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_orders_id'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.orders fire after zz_phasegate_sync_public_orders_id by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_orders_id(id integer, OUT phasegate_up_1 bigint, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_orders_id.id::bigint;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_orders_id() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
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
    CREATE TRIGGER zz_phasegate_sync_public_orders_id BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_orders_id();
  END IF;
  -- add a column of type bigint beside orders.previous
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_previous' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    ALTER TABLE public.orders ADD COLUMN zz_phasegate_next_previous bigint;
  END IF;
  -- let the new column follow orders.previous (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_previous' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_previous' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_orders_previous'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.orders fire after zz_phasegate_sync_public_orders_previous by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_orders_previous(previous integer, OUT phasegate_up_1 bigint, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_orders_previous.previous::bigint;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_orders_previous() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_previous := NEW.previous::bigint;
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_previous := NULL;
  END;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_orders_previous BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_orders_previous();
  END IF;
END
$phasegate$;
RESET statement_timeout;
