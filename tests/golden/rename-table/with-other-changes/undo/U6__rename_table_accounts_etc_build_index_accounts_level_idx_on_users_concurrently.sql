-- phasegate: undo backfill
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: build index accounts_level_idx on users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.1 MB with indexes
--   note: built before the deploy: it can fail no write of the running version
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.accounts_level_idx') AND i.indrelid = pg_catalog.to_regclass('public.accounts') AND i.indisvalid AND i.indisready AND i.indislive) ELSE EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.accounts_level_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive) END
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts_etc",
  "plan_id": "a4432976",
  "environment": "default",
  "phase": "backfill",
  "direction": "undo",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: build index accounts_level_idx on users concurrently
  IF (false) IS NOT TRUE THEN
    DROP INDEX IF EXISTS public.accounts_level_idx;
  END IF;
END
$phasegate$;
RESET statement_timeout;
