-- phasegate: undo contract (retire)
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: drop the trigger that kept points filled
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_points' AND g.tgenabled IN ('O', 'A')) ELSE NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_points' AND g.tgenabled IN ('O', 'A')) END
-- what: retire column users.fax by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'fax' AND NOT a.attisdropped) ELSE NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'fax' AND NOT a.attisdropped) END
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts_etc",
  "plan_id": "a4432976",
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
  -- undo: retire column users.fax by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_fax TO fax;
  END IF;
  -- undo: drop the trigger that kept points filled
  IF (false) IS NOT TRUE THEN
    CREATE OR REPLACE FUNCTION phasegate.up_public_users_points(nick text, OUT phasegate_up_1 integer, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := coalesce(length(up_public_users_points.nick), 0);
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_points() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 integer;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := coalesce(length(NEW.nick), 0);
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.points IS NULL);
  ELSE
    new_side_written := ROW(NEW.points)::record OPERATOR(pg_catalog.*<>) ROW(OLD.points)::record;
    old_side_written := (NEW.points IS NULL);
  END IF;
  IF old_side_written AND NOT new_side_written THEN
    NEW.points := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_users_points BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_users_points();
  END IF;
END
$phasegate$;
RESET statement_timeout;
