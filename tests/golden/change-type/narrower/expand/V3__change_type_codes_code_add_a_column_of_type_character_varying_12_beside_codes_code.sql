-- phasegate: do expand
-- rollout: change_type_codes_code, plan e3ec2df7
-- what: add a column of type character varying(12) beside codes.code
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_code' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: let the new column follow codes.code (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.codes (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_code' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: add a column of type numeric(8,2) beside codes.price
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_price' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: let the new column follow codes.price (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.codes (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_price' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: add a column of type integer beside codes.size
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_size' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: let the new column follow codes.size (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.codes (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_size' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_codes_code",
  "plan_id": "e3ec2df7",
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
    "public.codes"
  ],
  "touches": [
    "constraint public.codes.codes_price_check",
    "constraint public.codes.phasegate_nn_back_codes_code",
    "constraint public.codes.phasegate_nn_codes_zz_phasegate_next_code",
    "constraint public.codes.zz_phasegate_codes_price_check",
    "constraint public.codes.zz_phasegate_next_codes_price_check",
    "column public.codes.code",
    "column public.codes.price",
    "column public.codes.size",
    "column public.codes.zz_phasegate_code",
    "column public.codes.zz_phasegate_next_code",
    "column public.codes.zz_phasegate_next_price",
    "column public.codes.zz_phasegate_next_size",
    "column public.codes.zz_phasegate_price",
    "column public.codes.zz_phasegate_size",
    "index public.codes_code_key",
    "index public.codes_lower_idx",
    "index public.zz_phasegate_codes_code_key",
    "index public.zz_phasegate_codes_lower_idx",
    "index public.zz_phasegate_next_codes_code_key",
    "index public.zz_phasegate_next_codes_lower_idx",
    "trigger public.codes.zz_phasegate_sync_public_codes_code",
    "trigger public.codes.zz_phasegate_sync_public_codes_price",
    "trigger public.codes.zz_phasegate_sync_public_codes_size",
    "constraint public.codes.codes_code_key",
    "constraint public.codes.zz_phasegate_codes_code_key",
    "constraint public.codes.zz_phasegate_next_codes_code_key"
  ],
  "fingerprint": "0ba45d9260112b79db3338bdd1bf5e74",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add a column of type character varying(12) beside codes.code
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_code' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
    ALTER TABLE public.codes ADD COLUMN zz_phasegate_next_code character varying(12);
  END IF;
  -- let the new column follow codes.code (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_code' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_code' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_codes_code'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.codes fire after zz_phasegate_sync_public_codes_code by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_codes_code(code text, OUT phasegate_up_1 character varying(12), OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_codes_code.code;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_codes_code() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_code := NEW.code;
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_code := NULL;
  END;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_codes_code BEFORE INSERT OR UPDATE ON public.codes FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_codes_code();
  END IF;
  -- add a column of type numeric(8,2) beside codes.price
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_price' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
    ALTER TABLE public.codes ADD COLUMN zz_phasegate_next_price numeric(8,2), ALTER COLUMN zz_phasegate_next_price SET STATISTICS 500;
    ALTER TABLE public.codes ALTER COLUMN zz_phasegate_next_price SET STATISTICS 500;
  END IF;
  -- let the new column follow codes.price (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_price' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_price' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_codes_price'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.codes fire after zz_phasegate_sync_public_codes_price by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_codes_price(price numeric, OUT phasegate_up_1 numeric(8,2), OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_codes_price.price::numeric(8,2);
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_codes_price() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_price := NEW.price::numeric(8,2);
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_price := NULL;
  END;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_codes_price BEFORE INSERT OR UPDATE ON public.codes FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_codes_price();
  END IF;
  -- add a column of type integer beside codes.size
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_size' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
    ALTER TABLE public.codes ADD COLUMN zz_phasegate_next_size integer;
  END IF;
  -- let the new column follow codes.size (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_size' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_size' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_codes_size'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.codes fire after zz_phasegate_sync_public_codes_size by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_codes_size(size bigint, OUT phasegate_up_1 integer, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_codes_size.size::integer;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_codes_size() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_size := NEW.size::integer;
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_size := NULL;
  END;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_codes_size BEFORE INSERT OR UPDATE ON public.codes FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_codes_size();
  END IF;
END
$phasegate$;
RESET statement_timeout;
