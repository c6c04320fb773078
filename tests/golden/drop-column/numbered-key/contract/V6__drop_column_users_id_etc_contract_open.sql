-- phasegate: do contract
-- rollout: drop_column_users_id_etc, plan d1a59e2f
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
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
  "part": "main",
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
