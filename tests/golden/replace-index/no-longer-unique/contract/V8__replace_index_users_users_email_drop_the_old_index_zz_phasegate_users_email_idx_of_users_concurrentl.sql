-- phasegate: do contract (drop)
-- rollout: replace_index_users_users_email_, plan 9705bce5
-- what: drop the old index zz_phasegate_users_email_idx of users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: IMPOSSIBLE: an index is built again outside a transaction, while the applications write: CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_email_idx ON public.users (email)
--   note: waits for every transaction that may still read the index
--   verify: NOT pg_catalog.to_regclass('public.zz_phasegate_users_email_idx') IS NOT NULL
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '3600s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_users_email_",
  "plan_id": "9705bce5",
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
    "index public.zz_phasegate_users_email_idx"
  ],
  "fingerprint": "03c879e63ebdf56e1bc47b8a1e0a011c",
  "conditions": [
    {
      "sql": "NOT phasegate.index_is('public.users_email_idx', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "the old index users_email_idx still bears its name"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_email_idx', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "index users_email_idx is not there, or INVALID"
    }
  ],
  "concurrent": [
    "public.users_email_idx",
    "public.zz_phasegate_users_email_idx"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.conindid = pg_catalog.to_regclass('public.zz_phasegate_users_email_idx')) AND NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_users_email_idx') AND i.indisreplident AND c.relreplident = 'i')) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'a foreign key or the replica identity of its table relies on the old index zz_phasegate_users_email_idx';
  END IF;
END
$phasegate$;
-- drop the old index zz_phasegate_users_email_idx of users concurrently
DROP INDEX CONCURRENTLY IF EXISTS public.zz_phasegate_users_email_idx;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
