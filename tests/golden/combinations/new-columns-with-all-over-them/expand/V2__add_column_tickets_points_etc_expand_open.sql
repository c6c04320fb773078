-- phasegate: do expand
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
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "add_column_tickets_points_etc",
      "plan_id": "f2e2b926",
      "environment": "default",
      "phase": "deploy",
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
        }
      ]
    },
    "promises": {
      "public.tickets.points.default": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.atthasdef)",
      "public.tickets.points.not_null": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "public.tickets.tickets_points_check.check": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_points_check' AND c.convalidated)",
      "public.tickets.tickets_team_fk.cascade": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_team_fk' AND c.convalidated)"
    },
    "desired_digest": "51814051179846ae840634cfde8b782236279a0b1eecf32dac124fdfbd90919b",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped)",
        "EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.tickets') AND g.tgname = 'zz_phasegate_sync_public_tickets_points' AND g.tgenabled IN ('O', 'A'))",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'team_id' AND NOT a.attisdropped)"
      ],
      "backfill": [
        "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_column_tickets_points_etc' AND p.step = 'add-column public.tickets.points'), false)",
        "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.tickets_team_idx') AND i.indrelid = pg_catalog.to_regclass('public.tickets') AND i.indisvalid AND i.indisready AND i.indislive)"
      ],
      "validate": [
        "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_column_tickets_points_etc' AND p.step = 'add-column public.tickets.points (catch-up)'), false)",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.atthasdef)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'phasegate_nn_tickets_points') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'phasegate_nn_tickets_points' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.tickets') AND a.attname = 'points' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_points_check')",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_points_check' AND c.convalidated)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_team_fk')",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.tickets') AND c.conname = 'tickets_team_fk' AND c.convalidated)"
      ],
      "contract": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.tickets') AND g.tgname = 'zz_phasegate_sync_public_tickets_points' AND g.tgenabled IN ('O', 'A'))"
      ]
    }
  }
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
