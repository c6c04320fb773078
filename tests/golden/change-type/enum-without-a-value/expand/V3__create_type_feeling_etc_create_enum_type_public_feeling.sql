-- phasegate: do expand
-- rollout: create_type_feeling_etc, plan 11100b73
-- what: create enum type public.feeling
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'feeling')
-- what: add a column of type public.feeling beside users.mood
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_next_mood' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))
-- what: let the new column follow users.mood (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_mood' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_feeling_etc",
  "plan_id": "11100b73",
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
    "constraint public.users.phasegate_nn_back_users_mood",
    "constraint public.users.phasegate_nn_users_zz_phasegate_next_mood",
    "column public.users.mood",
    "column public.users.zz_phasegate_mood",
    "column public.users.zz_phasegate_next_mood",
    "enum type public.feeling",
    "trigger public.users.zz_phasegate_sync_public_users_mood"
  ],
  "fingerprint": "91334ffb57dea8f3117837913761988a",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- create enum type public.feeling
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'feeling')) IS NOT TRUE THEN
    CREATE TYPE public.feeling AS ENUM ('sad', 'ok');
  END IF;
  -- add a column of type public.feeling beside users.mood
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_next_mood' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))) IS NOT TRUE THEN
    ALTER TABLE public.users ADD COLUMN zz_phasegate_next_mood public.feeling;
  END IF;
  -- let the new column follow users.mood (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_mood' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_mood' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_users_mood'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.users fire after zz_phasegate_sync_public_users_mood by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_users_mood(mood public.mood, OUT phasegate_up_1 public.feeling, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := (case up_public_users_mood.mood::text when 'happy' then 'ok' else up_public_users_mood.mood::text end)::public.feeling;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_mood() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_mood := (case NEW.mood::text when 'happy' then 'ok' else NEW.mood::text end)::public.feeling;
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_mood := NULL;
  END;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_users_mood BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_users_mood();
  END IF;
END
$phasegate$;
RESET statement_timeout;
