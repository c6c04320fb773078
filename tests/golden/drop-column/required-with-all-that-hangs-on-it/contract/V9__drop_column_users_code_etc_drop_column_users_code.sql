-- phasegate: do contract (drop)
-- rollout: drop_column_users_code_etc, plan db9cd2fb
-- what: drop column users.code
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.users.users_code_kind_key (all wait, instant)
--   undo: IMPOSSIBLE: the values of public.users.code are gone
--   note: unique constraint public.users.users_code_kind_key goes with it
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_code' AND NOT a.attisdropped)
-- what: drop column users.kind
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: IMPOSSIBLE: the values of public.users.kind are gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_kind' AND NOT a.attisdropped)
-- what: drop column users.org_id
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.users.users_org_idx (all wait, instant)
--   undo: IMPOSSIBLE: the values of public.users.org_id are gone
--   note: index public.users.users_org_idx goes with it
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_org_id' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_code_etc",
  "plan_id": "db9cd2fb",
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
    "public.orgs",
    "public.users"
  ],
  "touches": [
    "constraint public.users.users_code_check",
    "column public.users.code",
    "column public.users.kind",
    "column public.users.org_id",
    "column public.users.zz_phasegate_code",
    "column public.users.zz_phasegate_kind",
    "column public.users.zz_phasegate_org_id",
    "constraint public.users.users_org_id_fkey",
    "index public.users_org_idx",
    "constraint public.users.users_code_kind_key"
  ],
  "fingerprint": "a736491ffaa6865df3d4fc4fbf0d5859",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_code_check')",
      "otherwise": "the check constraint users_code_check of public.users is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.users.code is still not null"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_org_id_fkey')",
      "otherwise": "the foreign key users_org_id_fkey of public.users is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'code' AND NOT a.attisdropped)",
      "otherwise": "column public.users.code is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'kind' AND NOT a.attisdropped)",
      "otherwise": "column public.users.kind is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'org_id' AND NOT a.attisdropped)",
      "otherwise": "column public.users.org_id is still there"
    }
  ],
  "going": [
    {
      "what": "column public.users.code (goes)",
      "tables": [
        "public.users"
      ],
      "column": "code"
    },
    {
      "what": "column public.users.kind (goes)",
      "tables": [
        "public.users"
      ],
      "column": "kind"
    },
    {
      "what": "column public.users.org_id (goes)",
      "tables": [
        "public.users"
      ],
      "column": "org_id"
    }
  ],
  "unproven": [
    "constraint public.users.users_code_check",
    "constraint public.users.users_code_kind_key",
    "constraint public.users.users_org_id_fkey"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "column public.users.code",
    "unique constraint public.users.users_code_kind_key",
    "column public.users.kind",
    "column public.users.org_id",
    "index public.users.users_org_idx"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop column users.code
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_code' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN zz_phasegate_code;
  END IF;
  -- drop column users.kind
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_kind' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN zz_phasegate_kind;
  END IF;
  -- drop column users.org_id
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_org_id' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN zz_phasegate_org_id;
  END IF;
END
$phasegate$;
RESET statement_timeout;
