-- phasegate: do contract (drop)
-- rollout: drop_column_users_legacy_code, plan c3a21605
-- what: drop column users.legacy_code
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: IMPOSSIBLE: the values of public.users.legacy_code are gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_legacy_code' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_legacy_code",
  "plan_id": "c3a21605",
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
    "column public.users.legacy_code",
    "column public.users.zz_phasegate_legacy_code"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'legacy_code' AND NOT a.attisdropped)",
      "otherwise": "column public.users.legacy_code is still there"
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
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "column public.users.legacy_code"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop column users.legacy_code
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_legacy_code' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN zz_phasegate_legacy_code;
  END IF;
END
$phasegate$;
RESET statement_timeout;
