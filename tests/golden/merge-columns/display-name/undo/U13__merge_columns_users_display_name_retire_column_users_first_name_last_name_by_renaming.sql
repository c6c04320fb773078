-- phasegate: undo contract (retire)
-- rollout: merge_columns_users_display_name, plan 8470c14a
-- what: retire column users.first_name, last_name by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_name' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "merge_columns_users_display_name",
  "plan_id": "8470c14a",
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
  -- undo: retire column users.first_name, last_name by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_first_name TO first_name;
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_last_name TO last_name;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_display_name_0589406c() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 text;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := concat_ws(' ', NEW.first_name, NEW.last_name);
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.display_name IS NULL);
  ELSE
    new_side_written := ROW(NEW.display_name)::record OPERATOR(pg_catalog.*<>) ROW(OLD.display_name)::record;
    old_side_written := ROW(NEW.first_name, NEW.last_name)::record OPERATOR(pg_catalog.*<>) ROW(OLD.first_name, OLD.last_name)::record OR (NEW.display_name IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.display_name)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.first_name := split_part(NEW.display_name, ' ', 1);
    NEW.last_name := nullif(substr(NEW.display_name, length(split_part(NEW.display_name, ' ', 1)) + 2), '');
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.display_name := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
