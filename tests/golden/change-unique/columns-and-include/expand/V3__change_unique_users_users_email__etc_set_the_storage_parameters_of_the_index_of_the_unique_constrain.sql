-- phasegate: do expand
-- rollout: change_unique_users_users_email__etc, plan e69c1e5d
-- what: set the storage parameters of the index of the unique constraint users_nick_key
--   locks: SHARE UPDATE EXCLUSIVE on public.users.users_nick_key (nobody waits, instant)
--   undo: yes
--   note: what is written from now on follows them; the index is not built again
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_nick_key') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=70']::pg_catalog.text[] AND COALESCE(c.reloptions, '{}') <@ ARRAY['fillfactor=70']::pg_catalog.text[])
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_unique_users_users_email__etc",
  "plan_id": "e69c1e5d",
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- set the storage parameters of the index of the unique constraint users_nick_key
  IF (EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_nick_key') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=70']::pg_catalog.text[] AND COALESCE(c.reloptions, '{}') <@ ARRAY['fillfactor=70']::pg_catalog.text[])) IS NOT TRUE THEN
    ALTER INDEX public.users_nick_key SET (fillfactor=70);
    ALTER INDEX public.users_nick_key RESET (deduplicate_items);
  END IF;
END
$phasegate$;
RESET statement_timeout;
