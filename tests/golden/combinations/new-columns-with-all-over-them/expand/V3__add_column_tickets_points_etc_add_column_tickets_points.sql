-- phasegate: do expand
-- rollout: add_column_tickets_points_etc, plan f2e2b926
-- what: add column tickets.points
--   locks: ACCESS EXCLUSIVE on public.tickets (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped)
-- what: keep points filled on tickets (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.tickets (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.tickets') AND g.tgname = 'zz_phasegate_sync_public_tickets_points' AND g.tgenabled IN ('O', 'A'))
-- what: add column tickets.team_id
--   locks: ACCESS EXCLUSIVE on public.tickets (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'team_id' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_tickets_points_etc",
  "plan_id": "f2e2b926",
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
    "public.teams",
    "public.tickets"
  ],
  "touches": [
    "constraint public.tickets.phasegate_nn_tickets_points",
    "constraint public.tickets.tickets_points_check",
    "column public.tickets.points",
    "column public.tickets.team_id",
    "constraint public.tickets.tickets_team_fk",
    "index public.tickets_team_idx",
    "trigger public.tickets.zz_phasegate_sync_public_tickets_points"
  ],
  "fingerprint": "d53a099dc2a9644ed4a84b6ba6dcb268",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column tickets.points
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.tickets ADD COLUMN points integer;
  END IF;
  -- keep points filled on tickets (trigger)
  IF (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.tickets') AND g.tgname = 'zz_phasegate_sync_public_tickets_points' AND g.tgenabled IN ('O', 'A'))) IS NOT TRUE THEN
    IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.tickets') AND g.tgname = 'zz_phasegate_sync_public_tickets_points' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.tickets') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_tickets_points'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.tickets fire after zz_phasegate_sync_public_tickets_points by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
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
  -- add column tickets.team_id
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'team_id' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.tickets ADD COLUMN team_id bigint;
  END IF;
END
$phasegate$;
RESET statement_timeout;
