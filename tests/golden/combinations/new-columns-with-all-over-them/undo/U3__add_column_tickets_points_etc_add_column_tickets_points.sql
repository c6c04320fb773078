-- phasegate: undo expand
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
  "part": "main",
  "losses": [
    {
      "sql": "SELECT CASE WHEN EXISTS (SELECT FROM phasegate.marker AS m WHERE (m.application = 'app' AND phasegate.compare_versions(m.version, '2.0.0', 'semver') >= 0)) THEN (SELECT count(*) FROM public.tickets AS t CROSS JOIN LATERAL phasegate.up_public_tickets_points(t.title) AS u WHERE (t.points IS NOT NULL) AND (t.points IS DISTINCT FROM u.phasegate_up_1)) ELSE 0 END",
      "what": "rows whose values only the next version could have written (keep points filled on tickets (trigger))"
    },
    {
      "sql": "SELECT count(*) FROM public.tickets WHERE team_id IS NOT NULL",
      "what": "rows whose values only the next version could have written (add column tickets.team_id)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add column tickets.team_id
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.tickets DROP COLUMN team_id;
  END IF;
  -- undo: keep points filled on tickets (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_tickets_points ON public.tickets;
    DROP FUNCTION IF EXISTS phasegate.sync_public_tickets_points();
    DROP FUNCTION IF EXISTS phasegate.up_public_tickets_points(text);
  END IF;
  -- undo: add column tickets.points
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.tickets DROP COLUMN points;
  END IF;
END
$phasegate$;
RESET statement_timeout;
