-- phasegate: undo validate (enforce)
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: build index users_nick_idx on users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.1 MB with indexes
--   note: built after the running version is gone: values of nick (text) may be longer than an entry of the index can be
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN (EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_nick_idx') AND i.indrelid = pg_catalog.to_regclass('public.accounts') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_nick_idx', 'btree', false, ARRAY['nick']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL) ELSE (EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_nick_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_nick_idx', 'btree', false, ARRAY['nick']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL) END
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts_etc",
  "plan_id": "a4432976",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: build index users_nick_idx on users concurrently
  IF (false) IS NOT TRUE THEN
    DO $undo$
BEGIN
  IF pg_catalog.to_regclass('public.zz_phasegate_users_nick_idx') IS NOT NULL THEN
    DROP INDEX IF EXISTS public.users_nick_idx;
  END IF;
END
$undo$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
