-- phasegate: do expand
-- rollout: split_column_users_first_name, plan 5d82798f
-- what: add column users.first_name, last_name
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_name' AND NOT a.attisdropped)
-- what: keep name and first_name, last_name equal on users (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_first_name_last_name_fac88f24' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "split_column_users_first_name",
  "plan_id": "5d82798f",
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
    "public.users"
  ],
  "touches": [
    "column public.users.first_name",
    "column public.users.last_name",
    "column public.users.name",
    "column public.users.zz_phasegate_name",
    "trigger public.users.zz_phasegate_sync_public_users_first_name_last_name_fac88f24"
  ],
  "fingerprint": "853a518a261184bfe5ddc587bdd24423",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column users.first_name, last_name
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_name' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users ADD COLUMN first_name text;
    ALTER TABLE public.users ADD COLUMN last_name text;
  END IF;
  -- keep name and first_name, last_name equal on users (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_first_name_last_name_fac88f24' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_first_name_last_name_fac88f24' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_users_first_name_last_name_fac88f24'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.users fire after zz_phasegate_sync_public_users_first_name_last_name_fac88f24 by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_users_first_name_last_name_fac88f24(name text, OUT phasegate_up_1 text, OUT phasegate_up_2 text, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := split_part(up_public_users_first_name_last_name_fac88f24.name, ' ', 1);
    phasegate_up_2 := nullif(substr(up_public_users_first_name_last_name_fac88f24.name, length(split_part(up_public_users_first_name_last_name_fac88f24.name, ' ', 1)) + 2), '');
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    phasegate_up_2 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_first_name_last_name_fac88f24() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 text;
  phasegate_up_2 text;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := split_part(NEW.name, ' ', 1);
    phasegate_up_2 := nullif(substr(NEW.name, length(split_part(NEW.name, ' ', 1)) + 2), '');
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    phasegate_up_2 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.first_name IS NULL AND NEW.last_name IS NULL);
  ELSE
    new_side_written := ROW(NEW.first_name, NEW.last_name)::record OPERATOR(pg_catalog.*<>) ROW(OLD.first_name, OLD.last_name)::record;
    old_side_written := ROW(NEW.name)::record OPERATOR(pg_catalog.*<>) ROW(OLD.name)::record OR (NEW.first_name IS NULL AND NEW.last_name IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.first_name, NEW.last_name)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1, phasegate_up_2)::record THEN
    NEW.name := concat_ws(' ', NEW.first_name, NEW.last_name);
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.first_name := phasegate_up_1;
    NEW.last_name := phasegate_up_2;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_users_first_name_last_name_fac88f24 BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_users_first_name_last_name_fac88f24();
  END IF;
END
$phasegate$;
RESET statement_timeout;
