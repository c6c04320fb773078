-- phasegate: undo contract (retire)
-- rollout: rename_column_users_nickname, plan 9dee7188
-- what: retire column users.nick by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nick' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_users_nickname",
  "plan_id": "9dee7188",
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
  "part": "retire",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: retire column users.nick by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_nick TO nick;
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
  END IF;
END
$phasegate$;
RESET statement_timeout;
