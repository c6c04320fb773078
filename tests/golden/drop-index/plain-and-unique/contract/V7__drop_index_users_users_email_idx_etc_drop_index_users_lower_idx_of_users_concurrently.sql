-- phasegate: do contract (drop)
-- rollout: drop_index_users_users_email_idx_etc, plan d5376444
-- what: drop index users_lower_idx of users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: IMPOSSIBLE: an index is built again outside a transaction, while the applications write: CREATE UNIQUE INDEX CONCURRENTLY users_lower_idx ON public.users ((lower(email))) where (email IS NOT NULL)
--   note: ask pg_stat_user_indexes.idx_scan on the primary and on every replica whether anything still uses it
--   note: waits for every transaction that may still read the index
--   verify: NOT pg_catalog.to_regclass('public.users_lower_idx') IS NOT NULL
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '3600s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_index_users_users_email_idx_etc",
  "plan_id": "d5376444",
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
    "index public.users_lower_idx"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": [
    {
      "sql": "NOT pg_catalog.to_regclass('public.users_email_idx') IS NOT NULL",
      "otherwise": "index users_email_idx is still there"
    }
  ],
  "concurrent": [
    "public.users_email_idx",
    "public.users_lower_idx"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.conindid = pg_catalog.to_regclass('public.users_lower_idx'))) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'a foreign key relies on the unique index users_lower_idx: drop that first';
  END IF;
END
$phasegate$;
-- drop index users_lower_idx of users concurrently
DROP INDEX CONCURRENTLY IF EXISTS public.users_lower_idx;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
