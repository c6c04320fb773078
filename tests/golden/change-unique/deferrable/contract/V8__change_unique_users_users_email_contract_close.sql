-- phasegate: do contract (drop)
-- rollout: change_unique_users_users_email_, plan 911fd07d
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_unique_users_users_email_",
  "plan_id": "911fd07d",
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
    "index public.phasegate_key_users_users_email_key_2c325f0e",
    "index public.users_email_key",
    "constraint public.users.users_email_key"
  ],
  "fingerprint": "1738082b3efd63e5e139211ab5147002",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_email_key_2c325f0e') IS NOT NULL",
      "otherwise": "the unique constraint users_email_key of public.users still has its old form"
    }
  ],
  "unproven": [
    "constraint public.users.users_email_key"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('change_unique_users_users_email_');
END
$phasegate$;
RESET statement_timeout;
