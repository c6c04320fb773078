-- phasegate: do contract (drop)
-- rollout: replace_index_users_users_email__etc, plan 2d8db768
-- what: build index users_id_key on users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: about 50 rows, 0.0 MB with indexes
--   note: built after the running version is gone: it rejects duplicates
--   note: while it is built, two INSERT … ON CONFLICT of the same new key at the same moment may end with a unique violation, as under REINDEX CONCURRENTLY
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_id_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_id_key', 'btree', true, ARRAY['id']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '3600s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_users_email__etc",
  "plan_id": "2d8db768",
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
    "index public.users_email_key",
    "index public.users_id_key",
    "index public.zz_phasegate_users_email_key",
    "index public.zz_phasegate_users_id_key"
  ],
  "fingerprint": "a16ee092bc69d96eeb8c33fbe26d2397",
  "conditions": [
    {
      "sql": "NOT phasegate.index_is('public.users_email_key', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "the old index users_email_key still bears its name"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_email_key', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "index users_email_key is not there, or INVALID"
    },
    {
      "sql": "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users_email_key') AND a.attnum || '=' || a.attstattarget = ANY (ARRAY['1=300']::pg_catalog.text[])) = 1",
      "otherwise": "the settings of index users_email_key are missing"
    },
    {
      "sql": "NOT phasegate.index_is('public.users_id_key', 'btree', true, ARRAY['id']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "the old index users_id_key still bears its name"
    }
  ],
  "concurrent": [
    "public.users_email_key",
    "public.users_id_key",
    "public.zz_phasegate_users_email_key",
    "public.zz_phasegate_users_id_key"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF ((NOT pg_catalog.to_regclass('public.users_id_key') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_id_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_id_key', 'btree', true, ARRAY['id']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'index public.users_id_key is INVALID, left by a build that failed: DROP INDEX CONCURRENTLY it and run this file again';
  END IF;
END
$phasegate$;
-- build index users_id_key on users concurrently
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_id_key ON public.users (id) include (country);
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
