-- phasegate: do validate (enforce)
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
  "part": "enforce",
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
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_column_tickets_points_etc' AND p.step = 'add-column public.tickets.points'), false)",
      "otherwise": "not every row is filled: fill tickets.points in batches"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.tickets_team_idx') AND i.indrelid = pg_catalog.to_regclass('public.tickets') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index tickets_team_idx is not there, or INVALID"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_column_tickets_points_etc' AND p.step = 'add-column public.tickets.points (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of tickets.points"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.atthasdef)",
      "otherwise": "column public.tickets.points has no default"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'phasegate_nn_tickets_points') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_tickets_points is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'phasegate_nn_tickets_points' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.tickets have NULL in points"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.tickets.points may still be NULL"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_points_check')",
      "otherwise": "the check tickets_points_check of public.tickets is missing, or was taken back because rows break the check tickets_points_check"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_points_check' AND c.convalidated)",
      "otherwise": "the check tickets_points_check of public.tickets is not valid"
    }
  ],
  "locks": [
    {
      "table": "public.teams",
      "mode": "SHARE ROW EXCLUSIVE"
    },
    {
      "table": "public.tickets",
      "mode": "SHARE ROW EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add foreign key tickets_team_fk of tickets to public.teams
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_team_fk')) IS NOT TRUE THEN
    ALTER TABLE public.tickets ADD CONSTRAINT tickets_team_fk FOREIGN KEY (team_id) references public.teams(id) on delete set null not valid;
  END IF;
END
$phasegate$;
RESET statement_timeout;
