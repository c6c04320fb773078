-- phasegate: do backfill
-- rollout: add_column_tickets_points_etc, plan f2e2b926
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_tickets_points_etc",
  "plan_id": "f2e2b926",
  "environment": "default",
  "phase": "backfill",
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
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped)",
      "otherwise": "column public.tickets.points is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.tickets') AND g.tgname = 'zz_phasegate_sync_public_tickets_points' AND g.tgenabled IN ('O', 'A'))",
      "otherwise": "the trigger zz_phasegate_sync_public_tickets_points is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'team_id' AND NOT a.attisdropped)",
      "otherwise": "column public.tickets.team_id is missing"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
