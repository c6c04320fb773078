-- phasegate: do contract (drop)
-- rollout: drop_column_users_id_etc, plan d1a59e2f
-- what: drop column users.id
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.users.users_pkey (all wait, instant); ACCESS EXCLUSIVE on public.numbers (all wait, instant)
--   undo: IMPOSSIBLE: the values of public.users.id are gone
--   note: primary key public.users goes with it
--   note: sequence public.numbers goes with it
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_id' AND NOT a.attisdropped)
-- what: drop column users.kind
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: IMPOSSIBLE: the values of public.users.kind are gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_kind' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_id_etc",
  "plan_id": "d1a59e2f",
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
    "column public.users.id",
    "column public.users.kind",
    "column public.users.zz_phasegate_id",
    "column public.users.zz_phasegate_kind",
    "constraint public.users.users_pkey",
    "sequence public.numbers",
    "constraint public.users.users_kind_email_key"
  ],
  "fingerprint": "f9afffbb04479f4f20ac7ffe8c20ffd4",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_kind_email_key')",
      "otherwise": "the unique constraint users_kind_email_key of public.users is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'id' AND NOT a.attisdropped)",
      "otherwise": "column public.users.id is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'kind' AND NOT a.attisdropped)",
      "otherwise": "column public.users.kind is still there"
    }
  ],
  "going": [
    {
      "what": "column public.users.id (goes)",
      "tables": [
        "public.users"
      ],
      "column": "id"
    },
    {
      "what": "column public.users.kind (goes)",
      "tables": [
        "public.users"
      ],
      "column": "kind"
    }
  ],
  "unproven": [
    "constraint public.users.users_kind_email_key",
    "constraint public.users.users_pkey"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "column public.users.id",
    "primary key public.users",
    "sequence public.numbers",
    "column public.users.kind"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop column users.id
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_id' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN zz_phasegate_id;
  END IF;
  -- drop column users.kind
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_kind' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN zz_phasegate_kind;
  END IF;
END
$phasegate$;
RESET statement_timeout;
