-- phasegate: do contract (drop)
-- rollout: drop_unique_users_users_email_ke, plan 9b95c8ab
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_unique_users_users_email_ke",
  "plan_id": "9b95c8ab",
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
    "public.mails",
    "public.users"
  ],
  "touches": [
    "constraint public.mails.mails_email_fk",
    "index public.users_email_key",
    "constraint public.users.users_email_key"
  ],
  "fingerprint": "9cd6a69a247d4bf88f8b06498b3baced",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key')",
      "otherwise": "the unique constraint users_email_key of public.users is still there"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.mails') AND c.conname = 'mails_email_fk' AND c.convalidated)",
      "otherwise": "the foreign key mails_email_fk of public.mails is not valid"
    }
  ],
  "unproven": [
    "constraint public.mails.mails_email_fk",
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
  PERFORM phasegate.finish_rollout('drop_unique_users_users_email_ke');
END
$phasegate$;
RESET statement_timeout;
