-- phasegate: do contract (drop)
-- rollout: drop_primary_key_users_, plan f6626584
-- what: drop the primary key The Key of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: IMPOSSIBLE: it is built again outside a transaction, while the applications write: CREATE UNIQUE INDEX CONCURRENTLY "The Key" ON public.users (id), then ALTER TABLE public.users ADD CONSTRAINT "The Key" PRIMARY KEY USING INDEX "The Key"
--   note: queries that search by its columns lose its index: ask pg_stat_user_indexes.idx_scan on the primary and on every replica
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'The Key')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_primary_key_users_",
  "plan_id": "f6626584",
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
    "index public.\"The Key\"",
    "constraint public.users.\"The Key\""
  ],
  "fingerprint": "644bdb1663cb6d15bf8312c6c31ec9e2",
  "conditions": [],
  "unproven": [
    "constraint public.users.\"The Key\""
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop the primary key The Key of users
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'The Key')) IS NOT TRUE THEN
    IF ((NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = 'public' AND p.tablename = 'users') OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND (c.relreplident IN ('f', 'n') OR c.relreplident = 'i' AND EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid AND i.indisreplident AND i.indexrelid IS DISTINCT FROM pg_catalog.to_regclass('public."The Key"'))))) AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.conindid = pg_catalog.to_regclass('public."The Key"'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a foreign key relies on The Key of public.users, or its subscribers know the rows by it';
    END IF;
    ALTER TABLE public.users DROP CONSTRAINT "The Key";
  END IF;
END
$phasegate$;
RESET statement_timeout;
