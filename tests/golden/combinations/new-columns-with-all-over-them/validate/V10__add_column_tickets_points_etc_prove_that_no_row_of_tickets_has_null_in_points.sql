-- phasegate: do validate (enforce)
-- rollout: add_column_tickets_points_etc, plan f2e2b926
-- what: prove that no row of tickets has NULL in points
--   locks: ACCESS SHARE on public.tickets (nobody waits, scans)
--   undo: nothing needed: it only looks
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
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
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that no row of tickets has NULL in points
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM public.tickets WHERE points IS NULL);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.tickets have NULL in points', HINT = 'fill them (a backfill in the desired schema does), and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
