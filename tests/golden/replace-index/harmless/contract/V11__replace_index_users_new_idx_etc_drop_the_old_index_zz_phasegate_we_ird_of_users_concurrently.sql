-- phasegate: do contract (drop)
-- rollout: replace_index_users_new_idx_etc, plan 8d1354a7
-- what: drop the old index zz_phasegate_we"ird; -- of users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: IMPOSSIBLE: an index is built again outside a transaction, while the applications write: CREATE INDEX CONCURRENTLY IF NOT EXISTS "we""ird; --" ON public.users (country)
--   note: waits for every transaction that may still read the index
--   verify: NOT pg_catalog.to_regclass('public."zz_phasegate_we""ird; --"') IS NOT NULL
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
    "index public.new_idx",
    "index public.old_idx",
    "index public.\"we\"\"ird; --\"",
    "index public.\"zz_phasegate_we\"\"ird; --\""
  ],
  "fingerprint": "36e8da7d6916f4129a087e1a634299bd",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.new_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index new_idx is not there, or INVALID"
    },
    {
      "sql": "NOT phasegate.index_is('public.\"we\"\"ird; --\"', 'btree', false, ARRAY['country']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "the old index we\"ird; -- still bears its name"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.\"we\"\"ird; --\"', 'btree', false, ARRAY['country']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "index we\"ird; -- is not there, or INVALID"
    },
    {
      "sql": "(pg_catalog.obj_description(pg_catalog.to_regclass('public.\"we\"\"ird; --\"'), 'pg_class')) IS NOT DISTINCT FROM 'for another report'",
      "otherwise": "the comment of index we\"ird; -- is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND i.indisclustered)",
      "otherwise": "the table public.users is not clustered on we\"ird; --"
    },
    {
      "sql": "NOT pg_catalog.to_regclass('public.old_idx') IS NOT NULL",
      "otherwise": "index old_idx is still there"
    }
  ],
  "concurrent": [
    "public.\"we\"\"ird; --\"",
    "public.\"zz_phasegate_we\"\"ird; --\"",
    "public.old_idx"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.conindid = pg_catalog.to_regclass('public."zz_phasegate_we""ird; --"')) AND NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = pg_catalog.to_regclass('public."zz_phasegate_we""ird; --"') AND i.indisreplident AND c.relreplident = 'i')) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'a foreign key or the replica identity of its table relies on the old index zz_phasegate_we"ird; --';
  END IF;
END
$phasegate$;
-- drop the old index zz_phasegate_we"ird; -- of users concurrently
DROP INDEX CONCURRENTLY IF EXISTS public."zz_phasegate_we""ird; --";
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
