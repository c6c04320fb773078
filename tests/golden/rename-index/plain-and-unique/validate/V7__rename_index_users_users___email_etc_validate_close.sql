-- phasegate: do validate (open)
-- rollout: rename_index_users_users___email_etc, plan 406b9363
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_index_users_users___email_etc",
  "plan_id": "406b9363",
  "environment": "default",
  "phase": "validate",
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
  "part": "open",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "index public.\"Users; \"\"email\"\" --\"",
    "index public.users_email_key",
    "index public.users_idx",
    "index public.users_key"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": [
    {
      "sql": "pg_catalog.to_regclass('public.\"Users; \"\"email\"\" --\"') IS NOT NULL",
      "otherwise": "index Users; \"email\" -- is missing"
    },
    {
      "sql": "pg_catalog.to_regclass('public.users_email_key') IS NOT NULL",
      "otherwise": "index users_email_key is missing"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('rename_index_users_users___email_etc');
END
$phasegate$;
RESET statement_timeout;
