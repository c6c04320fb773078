-- phasegate: do contract
-- rollout: split_column_users_first_name, plan 5d82798f
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "split_column_users_first_name",
  "plan_id": "5d82798f",
  "environment": "default",
  "phase": "contract",
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
    "public.users"
  ],
  "touches": [
    "column public.users.first_name",
    "column public.users.last_name",
    "column public.users.name",
    "column public.users.zz_phasegate_name",
    "trigger public.users.zz_phasegate_sync_public_users_first_name_last_name_fac88f24"
  ],
  "fingerprint": "853a518a261184bfe5ddc587bdd24423",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_name' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.users are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_first_name_last_name_fac88f24' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_users_first_name_last_name_fac88f24 is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'split_column_users_first_name' AND p.step = 'split-column public.users.first_name'), false)",
      "otherwise": "not every row is filled: fill users.first_name, last_name in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'split_column_users_first_name' AND p.step = 'split-column public.users.first_name (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of users.first_name, last_name"
    }
  ],
  "going": [
    {
      "what": "column public.users.name (goes)",
      "tables": [
        "public.users"
      ],
      "column": "name"
    }
  ],
  "soak_seconds": 0,
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
