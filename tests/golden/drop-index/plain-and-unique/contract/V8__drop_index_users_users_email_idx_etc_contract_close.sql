-- phasegate: do contract (drop)
-- rollout: drop_index_users_users_email_idx_etc, plan d5376444
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_index_users_users_email_idx_etc",
  "plan_id": "d5376444",
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
    "index public.users_email_idx",
    "index public.users_lower_idx"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": [
    {
      "sql": "NOT pg_catalog.to_regclass('public.users_email_idx') IS NOT NULL",
      "otherwise": "index users_email_idx is still there"
    },
    {
      "sql": "NOT pg_catalog.to_regclass('public.users_lower_idx') IS NOT NULL",
      "otherwise": "index users_lower_idx is still there"
    }
  ],
  "concurrent": [
    "public.users_email_idx",
    "public.users_lower_idx"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('drop_index_users_users_email_idx_etc');
END
$phasegate$;
RESET statement_timeout;
