-- phasegate: do contract (drop)
-- rollout: split_column_users_first_name, plan 5d82798f
-- what: drop column users.name
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: IMPOSSIBLE: the values of name are gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_name' AND NOT a.attisdropped)
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
  "part": "drop",
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
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND NOT a.attisdropped)",
      "otherwise": "column users.name is still there"
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
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "column public.users.name"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop column users.name
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_name' AND NOT a.attisdropped)) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_users_first_name_last_name_fac88f24 ON public.users;
    DROP FUNCTION IF EXISTS phasegate.sync_public_users_first_name_last_name_fac88f24();
    DROP FUNCTION IF EXISTS phasegate.up_public_users_first_name_last_name_fac88f24(text);
    ALTER TABLE public.users DROP COLUMN IF EXISTS zz_phasegate_name;
  END IF;
END
$phasegate$;
RESET statement_timeout;
