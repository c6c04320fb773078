-- phasegate: do expand
-- rollout: replace_index_users_new_idx_etc, plan 8d1354a7
-- what: build index new_idx on users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: about 50 rows, 0.1 MB with indexes
--   note: built before the deploy: it can fail no write of the running version
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.new_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '3600s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_new_idx_etc",
  "plan_id": "8d1354a7",
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
    "index public.new_idx",
    "index public.old_idx",
    "index public.\"we\"\"ird; --\"",
    "index public.\"zz_phasegate_we\"\"ird; --\""
  ],
  "fingerprint": "36e8da7d6916f4129a087e1a634299bd",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (NOT pg_catalog.to_regclass('public.new_idx') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.new_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'index public.new_idx is INVALID, left by a build that failed: DROP INDEX CONCURRENTLY it and run this file again';
  END IF;
END
$phasegate$;
-- build index new_idx on users concurrently
CREATE INDEX CONCURRENTLY IF NOT EXISTS new_idx ON public.users (id desc) where id <> 7;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
