-- phasegate: undo validate (enforce)
-- rollout: add_column_tickets_points_etc, plan f2e2b926
-- what: add foreign key tickets_team_fk of tickets to public.teams
--   locks: SHARE ROW EXCLUSIVE on public.tickets (writes wait, instant); SHARE ROW EXCLUSIVE on public.teams (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_team_fk')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_tickets_points_etc",
  "plan_id": "f2e2b926",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add foreign key tickets_team_fk of tickets to public.teams
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.tickets DROP CONSTRAINT IF EXISTS tickets_team_fk;
  END IF;
END
$phasegate$;
RESET statement_timeout;
