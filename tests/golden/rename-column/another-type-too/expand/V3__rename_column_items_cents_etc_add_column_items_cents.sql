-- phasegate: do expand
-- rollout: rename_column_items_cents_etc, plan 96de6ef4
-- what: add column items.cents
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'cents' AND NOT a.attisdropped)
-- what: keep price and cents equal on items (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.items (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_cents' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'price' AND NOT a.attisdropped))
-- what: add column items.number
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'number' AND NOT a.attisdropped)
-- what: keep no and number equal on items (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.items (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_number' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_items_cents_etc",
  "plan_id": "96de6ef4",
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
    "public.items"
  ],
  "touches": [
    "constraint public.items.phasegate_nn_items_number",
    "column public.items.cents",
    "column public.items.no",
    "column public.items.number",
    "column public.items.price",
    "column public.items.zz_phasegate_no",
    "column public.items.zz_phasegate_price",
    "constraint public.items.items_pkey",
    "constraint public.items.zz_phasegate_back_items_pkey",
    "constraint public.items.zz_phasegate_items_pkey",
    "constraint public.items.zz_phasegate_next_items_pkey",
    "index public.items_pkey",
    "index public.zz_phasegate_back_items_pkey",
    "index public.zz_phasegate_items_pkey",
    "index public.zz_phasegate_next_items_pkey",
    "trigger public.items.zz_phasegate_sync_public_items_cents",
    "trigger public.items.zz_phasegate_sync_public_items_number"
  ],
  "fingerprint": "2b4844e042afa4b6abbc293bd0405245",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column items.cents
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'cents' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.items ADD COLUMN cents bigint;
    CALL phasegate.copy_column_grants('public.items', 'price', 'public.items', 'cents');
  END IF;
  -- keep price and cents equal on items (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_cents' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'price' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_cents' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'price' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_items_cents'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.items fire after zz_phasegate_sync_public_items_cents by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_items_cents(price integer, OUT phasegate_up_1 bigint, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_items_cents.price * 100;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_items_cents() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 bigint;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.price * 100;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.cents IS NULL);
  ELSE
    new_side_written := ROW(NEW.cents)::record OPERATOR(pg_catalog.*<>) ROW(OLD.cents)::record;
    old_side_written := ROW(NEW.price)::record OPERATOR(pg_catalog.*<>) ROW(OLD.price)::record OR (NEW.cents IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.cents)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.price := NEW.cents / 100;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.cents := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_items_cents BEFORE INSERT OR UPDATE ON public.items FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_items_cents();
  END IF;
  -- add column items.number
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'number' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.items ADD COLUMN number bigint;
    CALL phasegate.copy_column_grants('public.items', 'no', 'public.items', 'number');
  END IF;
  -- keep no and number equal on items (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_number' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_number' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_items_number'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.items fire after zz_phasegate_sync_public_items_number by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_items_number(no integer, OUT phasegate_up_1 bigint, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_items_number.no::bigint;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_items_number() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 bigint;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.no::bigint;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.number IS NULL);
  ELSE
    new_side_written := ROW(NEW.number)::record OPERATOR(pg_catalog.*<>) ROW(OLD.number)::record;
    old_side_written := ROW(NEW.no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.no)::record OR (NEW.number IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.number)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.no := NEW.number::integer;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.number := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_items_number BEFORE INSERT OR UPDATE ON public.items FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_items_number();
  END IF;
END
$phasegate$;
RESET statement_timeout;
