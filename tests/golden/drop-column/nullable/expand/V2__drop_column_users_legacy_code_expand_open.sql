-- phasegate: do expand
-- rollout: drop_column_users_legacy_code, plan c3a21605
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_legacy_code",
  "plan_id": "c3a21605",
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
    "public.users"
  ],
  "touches": [
    "column public.users.legacy_code",
    "column public.users.zz_phasegate_legacy_code"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_column_users_legacy_code",
      "plan_id": "c3a21605",
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
      "conditions": []
    },
    "promises": {},
    "desired_digest": "bf47ba3c33768243adcd45cb59ab384aaa72bffad02e39803169ed6a7000a6cc",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'legacy_code' AND NOT a.attisdropped)",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_legacy_code' AND NOT a.attisdropped)"
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
