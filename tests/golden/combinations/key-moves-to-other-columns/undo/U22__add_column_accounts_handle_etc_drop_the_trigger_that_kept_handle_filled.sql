-- phasegate: undo contract (retire)
-- rollout: add_column_accounts_handle_etc, plan f4e4d7e0
-- what: drop the trigger that kept handle filled
--   locks: ACCESS EXCLUSIVE on public.accounts (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_handle' AND g.tgenabled IN ('O', 'A'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_accounts_handle_etc",
  "plan_id": "f4e4d7e0",
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
  -- undo: drop the trigger that kept handle filled
  IF (false) IS NOT TRUE THEN
    CREATE OR REPLACE FUNCTION phasegate.up_public_accounts_handle(id bigint, OUT phasegate_up_1 text, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := 'h' || up_public_accounts_handle.id;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_accounts_handle() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 text;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := 'h' || NEW.id;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.handle IS NULL);
  ELSE
    new_side_written := ROW(NEW.handle)::record OPERATOR(pg_catalog.*<>) ROW(OLD.handle)::record;
    old_side_written := (NEW.handle IS NULL);
  END IF;
  IF old_side_written AND NOT new_side_written THEN
    NEW.handle := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_accounts_handle BEFORE INSERT OR UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_accounts_handle();
  END IF;
END
$phasegate$;
RESET statement_timeout;
