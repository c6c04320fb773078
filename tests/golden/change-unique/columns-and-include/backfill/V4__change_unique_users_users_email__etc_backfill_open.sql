-- phasegate: do backfill
-- rollout: change_unique_users_users_email__etc, plan e69c1e5d
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_unique_users_users_email__etc",
  "plan_id": "e69c1e5d",
  "environment": "default",
  "phase": "backfill",
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
    "public.mails",
    "public.users"
  ],
  "touches": [
    "constraint public.mails.mails_author_fk",
    "index public.phasegate_key_users_users_email_key_2c325f0e",
    "index public.phasegate_key_users_users_id_key_551a7dda",
    "index public.users_email_key",
    "index public.users_id_key",
    "index public.users_nick_key",
    "constraint public.users.users_email_key",
    "constraint public.users.users_id_key",
    "constraint public.users.users_nick_key"
  ],
  "fingerprint": "b03794b75e61db34b49373ce47a83292",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_nick_key') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=70']::pg_catalog.text[] AND COALESCE(c.reloptions, '{}') <@ ARRAY['fillfactor=70']::pg_catalog.text[])",
      "otherwise": "the storage parameters of index users_nick_key are not as wanted"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
