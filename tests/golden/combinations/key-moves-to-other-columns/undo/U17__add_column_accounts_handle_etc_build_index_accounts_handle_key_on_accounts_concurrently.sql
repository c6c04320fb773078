-- phasegate: undo validate (enforce)
-- rollout: add_column_accounts_handle_etc, plan f4e4d7e0
-- what: build index accounts_handle_key on accounts concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.accounts (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   note: built after the running version is gone: it rejects duplicates
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.accounts_handle_key') AND i.indrelid = pg_catalog.to_regclass('public.accounts') AND i.indisvalid AND i.indisready AND i.indislive)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_accounts_handle_etc",
  "plan_id": "f4e4d7e0",
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
  -- undo: build index accounts_handle_key on accounts concurrently
  IF (false) IS NOT TRUE THEN
    DROP INDEX IF EXISTS public.accounts_handle_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
