-- phasegate: do expand
-- rollout: create_index_users_users_country_etc, plan c86cae13
-- what: build index users_country_idx on users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   note: built before the deploy: it can fail no write of the running version
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_country_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '3600s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_index_users_users_country_etc",
  "plan_id": "c86cae13",
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
    "public.users"
  ],
  "touches": [
    "index public.users_country_idx",
    "index public.users_data_idx"
  ],
  "fingerprint": "f37e0d732cfe74d729a4d8a6a653604e",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (NOT pg_catalog.to_regclass('public.users_country_idx') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_country_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'index public.users_country_idx is INVALID, left by a build that failed: DROP INDEX CONCURRENTLY it and run this file again';
  END IF;
END
$phasegate$;
-- build index users_country_idx on users concurrently
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_country_idx ON public.users (country desc nulls last, id) include (id) where country <> 'xx' and id > 0;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
