-- phasegate: do contract (drop)
-- rollout: drop_primary_key_users_, plan f6626584
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_primary_key_users_",
  "plan_id": "f6626584",
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
    "index public.\"The Key\"",
    "constraint public.users.\"The Key\""
  ],
  "fingerprint": "644bdb1663cb6d15bf8312c6c31ec9e2",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'The Key')",
      "otherwise": "the primary key The Key of public.users is still there"
    }
  ],
  "unproven": [
    "constraint public.users.\"The Key\""
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('drop_primary_key_users_');
END
$phasegate$;
RESET statement_timeout;
