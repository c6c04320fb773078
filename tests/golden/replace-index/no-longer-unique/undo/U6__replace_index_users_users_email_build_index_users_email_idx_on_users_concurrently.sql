-- phasegate: undo validate (enforce)
-- rollout: replace_index_users_users_email_, plan 9705bce5
-- what: build index users_email_idx on users concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: about 50 rows, 0.0 MB with indexes
--   note: built after the running version is gone: until then the running version finds the name users_email_idx in the errors of duplicates
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_email_idx', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_users_email_",
  "plan_id": "9705bce5",
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
  -- undo: build index users_email_idx on users concurrently
  IF (false) IS NOT TRUE THEN
    DO $undo$
BEGIN
  IF pg_catalog.to_regclass('public.zz_phasegate_users_email_idx') IS NOT NULL THEN
    DROP INDEX IF EXISTS public.users_email_idx;
  END IF;
END
$undo$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
