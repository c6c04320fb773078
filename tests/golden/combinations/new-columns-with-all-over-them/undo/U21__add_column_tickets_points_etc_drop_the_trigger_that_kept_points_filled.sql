-- phasegate: undo contract (retire)
-- rollout: add_column_tickets_points_etc, plan f2e2b926
-- what: drop the trigger that kept points filled
--   locks: ACCESS EXCLUSIVE on public.tickets (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.tickets') AND g.tgname = 'zz_phasegate_sync_public_tickets_points' AND g.tgenabled IN ('O', 'A'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_tickets_points_etc",
  "plan_id": "f2e2b926",
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
  -- undo: drop the trigger that kept points filled
  IF (false) IS NOT TRUE THEN
    CREATE OR REPLACE FUNCTION phasegate.up_public_tickets_points(title text, OUT phasegate_up_1 integer, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := coalesce(length(up_public_tickets_points.title), 0);
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_tickets_points() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 integer;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := coalesce(length(NEW.title), 0);
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
    CREATE TRIGGER zz_phasegate_sync_public_tickets_points BEFORE INSERT OR UPDATE ON public.tickets FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_tickets_points();
  END IF;
END
$phasegate$;
RESET statement_timeout;
