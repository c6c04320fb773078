-- phasegate: do contract (drop)
-- rollout: merge_columns_users_display_name, plan 8470c14a
-- what: drop column users.first_name, last_name
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: IMPOSSIBLE: the values of first_name, last_name are gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_first_name' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_last_name' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "merge_columns_users_display_name",
  "plan_id": "8470c14a",
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
    "constraint public.users.phasegate_nn_users_display_name",
    "column public.users.display_name",
    "column public.users.first_name",
    "column public.users.last_name",
    "column public.users.zz_phasegate_first_name",
    "column public.users.zz_phasegate_last_name",
    "trigger public.users.zz_phasegate_sync_public_users_display_name_0589406c"
  ],
  "fingerprint": "853a518a261184bfe5ddc587bdd24423",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'display_name' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.users are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_display_name_0589406c' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_users_display_name_0589406c is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'merge_columns_users_display_name' AND p.step = 'merge-columns public.users.display_name'), false)",
      "otherwise": "not every row is filled: fill users.display_name in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'merge_columns_users_display_name' AND p.step = 'merge-columns public.users.display_name (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of users.display_name"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_display_name') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'display_name' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_users_display_name is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_display_name' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'display_name' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.users have NULL in display_name"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'display_name' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.users.display_name may still be NULL"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_name' AND NOT a.attisdropped)",
      "otherwise": "column users.first_name, last_name is still there"
    }
  ],
  "going": [
    {
      "what": "column public.users.first_name (goes)",
      "tables": [
        "public.users"
      ],
      "column": "first_name"
    },
    {
      "what": "column public.users.last_name (goes)",
      "tables": [
        "public.users"
      ],
      "column": "last_name"
    }
  ],
  "unproven": [
    "constraint public.users.phasegate_nn_users_display_name"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "column public.users.first_name",
    "column public.users.last_name"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop column users.first_name, last_name
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_first_name' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_last_name' AND NOT a.attisdropped)) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_users_display_name_0589406c ON public.users;
    DROP FUNCTION IF EXISTS phasegate.sync_public_users_display_name_0589406c();
    DROP FUNCTION IF EXISTS phasegate.up_public_users_display_name_0589406c(text, text);
    ALTER TABLE public.users DROP COLUMN IF EXISTS zz_phasegate_first_name;
    ALTER TABLE public.users DROP COLUMN IF EXISTS zz_phasegate_last_name;
  END IF;
END
$phasegate$;
RESET statement_timeout;
