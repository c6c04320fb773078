-- phasegate: undo expand
-- rollout: replace_index_users_new_idx_etc, plan 8d1354a7
-- what: build index we"ird; -- on users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: about 50 rows, 0.1 MB with indexes
--   note: built before the deploy: it can fail no write of the running version
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public."we""ird; --"') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public."we""ird; --"', 'btree', false, ARRAY['country']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_new_idx_etc",
  "plan_id": "8d1354a7",
  "environment": "default",
  "phase": "expand",
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
  -- undo: build index we"ird; -- on users concurrently
  IF (false) IS NOT TRUE THEN
    DO $undo$
BEGIN
  IF pg_catalog.to_regclass('public."zz_phasegate_we""ird; --"') IS NOT NULL THEN
    DROP INDEX IF EXISTS public."we""ird; --";
  END IF;
END
$undo$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
