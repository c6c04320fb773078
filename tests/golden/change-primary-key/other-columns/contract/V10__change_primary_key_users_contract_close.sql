-- phasegate: do contract (drop)
-- rollout: change_primary_key_users_, plan 35224573
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_primary_key_users_",
  "plan_id": "35224573",
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
    "constraint public.mails.mails_author_fk",
    "index public.phasegate_key_users_users_pkey_5ccaea1e",
    "index public.users_pkey",
    "constraint public.users.users_pkey"
  ],
  "fingerprint": "0907aae55b1823516f684c353df2ab25",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_pkey') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_pkey_5ccaea1e') IS NOT NULL",
      "otherwise": "the primary key users_pkey of public.users still has its old form"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.mails') AND c.conname = 'mails_author_fk' AND c.convalidated)",
      "otherwise": "the foreign key mails_author_fk of public.mails is not valid"
    }
  ],
  "unproven": [
    "constraint public.mails.mails_author_fk",
    "constraint public.users.users_pkey"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('change_primary_key_users_');
END
$phasegate$;
RESET statement_timeout;
