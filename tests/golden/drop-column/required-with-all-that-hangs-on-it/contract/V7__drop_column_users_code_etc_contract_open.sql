-- phasegate: do contract
-- rollout: drop_column_users_code_etc, plan db9cd2fb
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
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
  "part": "main",
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
