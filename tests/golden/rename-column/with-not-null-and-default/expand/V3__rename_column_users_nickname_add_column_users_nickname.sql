-- phasegate: do expand
-- rollout: rename_column_users_nickname, plan 9dee7188
-- what: add column users.nickname
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nickname' AND NOT a.attisdropped)
-- what: keep nick and nickname equal on users (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nick' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_users_nickname",
  "plan_id": "9dee7188",
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
    "constraint public.users.phasegate_nn_users_nickname",
    "column public.users.nick",
    "column public.users.nickname",
    "column public.users.zz_phasegate_nick",
    "trigger public.users.zz_phasegate_sync_public_users_nickname"
  ],
  "fingerprint": "853a518a261184bfe5ddc587bdd24423",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column users.nickname
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nickname' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users ADD COLUMN nickname text;
    CALL phasegate.copy_column_grants('public.users', 'nick', 'public.users', 'nickname');
  END IF;
  -- keep nick and nickname equal on users (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nick' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nick' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_users_nickname'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.users fire after zz_phasegate_sync_public_users_nickname by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_users_nickname(nick text, OUT phasegate_up_1 text, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_users_nickname.nick;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_nickname() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 text;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.nick;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.nickname IS NULL);
  ELSE
    new_side_written := ROW(NEW.nickname)::record OPERATOR(pg_catalog.*<>) ROW(OLD.nickname)::record;
    old_side_written := ROW(NEW.nick)::record OPERATOR(pg_catalog.*<>) ROW(OLD.nick)::record OR (NEW.nickname IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.nickname)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.nick := NEW.nickname;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.nickname := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_users_nickname BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_users_nickname();
  END IF;
END
$phasegate$;
RESET statement_timeout;
