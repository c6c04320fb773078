-- phasegate: do contract (drop)
-- rollout: drop_unique_users_users_email_ke, plan aec00093
-- what: drop the unique constraint users_email_key of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: IMPOSSIBLE: it is built again outside a transaction, while the applications write: CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON public.users (email), then ALTER TABLE public.users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key
--   note: queries that search by its columns lose its index: ask pg_stat_user_indexes.idx_scan on the primary and on every replica
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key') AND EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_unique_users_users_email_ke",
  "plan_id": "aec00093",
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
  "fingerprint": "4c46da8a9d2084551aad1bd0e304378f",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.phasegate_key_users_users_email_key_2c325f0e') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) OR (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key') AND EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive))",
      "otherwise": "index phasegate_key_users_users_email_key_2c325f0e is not there, or INVALID"
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
  -- drop the unique constraint users_email_key of users
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key') AND EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.conindid = pg_catalog.to_regclass('public.users_email_key'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a foreign key relies on users_email_key of public.users, or its subscribers know the rows by it';
    END IF;
    ALTER TABLE public.users DROP CONSTRAINT users_email_key;
    ALTER INDEX public.phasegate_key_users_users_email_key_2c325f0e RENAME TO users_email_key;
    COMMENT ON INDEX public.users_email_key IS 'one that is there';
  END IF;
END
$phasegate$;
RESET statement_timeout;
