-- phasegate: do expand
-- rollout: drop_identity_orders_id_etc, plan 5314e76e
-- what: let the application give orders.id
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a')
-- what: add a column of type bigint beside orders.id
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow orders.id (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: add a column of type bigint beside orders.place
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_place' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow orders.place (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_place' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_orders_id_etc",
  "plan_id": "5314e76e",
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
    "public.orders",
    "public.parts"
  ],
  "touches": [
    "constraint public.orders.phasegate_nn_back_orders_id",
    "constraint public.orders.phasegate_nn_back_orders_place",
    "constraint public.orders.phasegate_nn_orders_zz_phasegate_next_id",
    "constraint public.orders.phasegate_nn_orders_zz_phasegate_next_place",
    "constraint public.parts.phasegate_nn_back_parts_id",
    "constraint public.parts.phasegate_nn_parts_zz_phasegate_next_id",
    "column public.orders.id",
    "column public.orders.place",
    "column public.orders.zz_phasegate_id",
    "column public.orders.zz_phasegate_next_id",
    "column public.orders.zz_phasegate_next_place",
    "column public.orders.zz_phasegate_place",
    "column public.parts.id",
    "column public.parts.zz_phasegate_id",
    "column public.parts.zz_phasegate_next_id",
    "constraint public.orders.orders_pkey",
    "constraint public.orders.zz_phasegate_back_orders_pkey",
    "constraint public.orders.zz_phasegate_next_orders_pkey",
    "constraint public.orders.zz_phasegate_orders_pkey",
    "constraint public.parts.parts_pkey",
    "constraint public.parts.zz_phasegate_back_parts_pkey",
    "constraint public.parts.zz_phasegate_next_parts_pkey",
    "constraint public.parts.zz_phasegate_parts_pkey",
    "index public.orders_pkey",
    "index public.zz_phasegate_back_orders_pkey",
    "index public.zz_phasegate_next_orders_pkey",
    "index public.zz_phasegate_orders_pkey",
    "index public.parts_pkey",
    "index public.zz_phasegate_back_parts_pkey",
    "index public.zz_phasegate_next_parts_pkey",
    "index public.zz_phasegate_parts_pkey",
    "sequence public.orders_place_seq",
    "sequence public.parts_id_seq",
    "sequence public.zz_phasegate_parts_id_seq",
    "trigger public.orders.zz_phasegate_sync_public_orders_id",
    "trigger public.orders.zz_phasegate_sync_public_orders_place",
    "trigger public.parts.zz_phasegate_sync_public_parts_id"
  ],
  "fingerprint": "8f3c5653e99b1b0f3c573a214a8e33a0",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- let the application give orders.id
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a')) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER COLUMN id SET GENERATED BY DEFAULT;
  END IF;
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
  -- add a column of type bigint beside orders.place
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_place' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    ALTER TABLE public.orders ADD COLUMN zz_phasegate_next_place bigint;
  END IF;
  -- let the new column follow orders.place (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_place' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_place' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_orders_place'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.orders fire after zz_phasegate_sync_public_orders_place by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_orders_place(place integer, OUT phasegate_up_1 bigint, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_orders_place.place::bigint;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_orders_place() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_place := NEW.place::bigint;
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_place := NULL;
  END;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_orders_place BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_orders_place();
  END IF;
END
$phasegate$;
RESET statement_timeout;
