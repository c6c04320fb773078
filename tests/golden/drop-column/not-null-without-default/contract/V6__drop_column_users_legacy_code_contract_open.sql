-- phasegate: do contract
-- rollout: drop_column_users_legacy_code, plan 988a0238
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_legacy_code",
  "plan_id": "988a0238",
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
    "column public.users.legacy_code",
    "column public.users.zz_phasegate_legacy_code",
    "index public.users_legacy_code_idx"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'legacy_code' AND NOT a.attisdropped AND a.atthasdef) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'legacy_code' AND NOT a.attisdropped))",
      "otherwise": "column public.users.legacy_code has no default"
    }
  ],
  "going": [
    {
      "what": "column public.users.legacy_code (goes)",
      "tables": [
        "public.users"
      ],
      "column": "legacy_code"
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
