-- phasegate: do validate (enforce)
-- rollout: add_unique_users_we_ird____, plan d013816b
-- what: build index we"ird; -- on users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   note: built after the running version is gone: it rejects duplicates
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public."we""ird; --"') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '3600s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_unique_users_we_ird____",
  "plan_id": "d013816b",
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "index public.\"we\"\"ird; --\"",
    "constraint public.users.\"we\"\"ird; --\""
  ],
  "fingerprint": "99de9df68b2b14612c6c4251f203cf24",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (NOT pg_catalog.to_regclass('public."we""ird; --"') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public."we""ird; --"') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'index public."we""ird; --" is INVALID, left by a build that failed: DROP INDEX CONCURRENTLY it and run this file again';
  END IF;
END
$phasegate$;
-- build index we"ird; -- on users concurrently
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "we""ird; --" ON public.users ("E-mail", org) include (id) nulls not distinct with (fillfactor=70);
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
