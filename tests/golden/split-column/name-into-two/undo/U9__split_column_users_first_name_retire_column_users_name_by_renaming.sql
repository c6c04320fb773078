-- phasegate: undo contract (retire)
-- rollout: split_column_users_first_name, plan 5d82798f
-- what: retire column users.name by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "split_column_users_first_name",
  "plan_id": "5d82798f",
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
  -- undo: retire column users.name by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_name TO name;
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
  END IF;
END
$phasegate$;
RESET statement_timeout;
