-- phasegate: do contract (drop)
-- rollout: change_unique_users_users_email__etc, plan e69c1e5d
-- what: put the new unique constraint of users in the place of users_id_key
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.mails (all wait, instant)
--   undo: IMPOSSIBLE: the old index is built again outside a transaction, while the applications write: plan the way back as a change of its own
--   note: the foreign key public.mails.mails_author_fk is made again on the index that stays, in the same transaction
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_id_key') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_id_key_551a7dda') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_unique_users_users_email__etc",
  "plan_id": "e69c1e5d",
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
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.phasegate_key_users_users_id_key_551a7dda') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) OR (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_id_key') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_id_key_551a7dda') IS NOT NULL)",
      "otherwise": "index phasegate_key_users_users_id_key_551a7dda is not there, or INVALID"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_email_key_2c325f0e') IS NOT NULL",
      "otherwise": "the unique constraint users_email_key of public.users still has its old form"
    }
  ],
  "locks": [
    {
      "table": "public.mails",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "ACCESS EXCLUSIVE"
    }
  ],
  "unproven": [
    "constraint public.mails.mails_author_fk",
    "constraint public.users.users_email_key",
    "constraint public.users.users_id_key",
    "constraint public.users.users_nick_key"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- put the new unique constraint of users in the place of users_id_key
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_id_key') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_id_key_551a7dda') IS NOT NULL) IS NOT TRUE THEN
    ALTER TABLE public.mails DROP CONSTRAINT mails_author_fk;
    ALTER TABLE public.users DROP CONSTRAINT users_id_key, ADD CONSTRAINT users_id_key UNIQUE USING INDEX phasegate_key_users_users_id_key_551a7dda;
    ALTER TABLE public.mails ADD CONSTRAINT mails_author_fk FOREIGN KEY (author) references public.users(id) not valid;
  END IF;
END
$phasegate$;
RESET statement_timeout;
