-- phasegate: undo expand
-- rollout: change_index_settings_users_user_etc, plan 2740db90
-- what: change settings of index users_email_idx of users
--   locks: SHARE UPDATE EXCLUSIVE on public.users.users_email_idx (nobody waits, instant)
--   undo: yes
--   note: holds for entries that are written from now on; the old ones follow with REINDEX INDEX CONCURRENTLY
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_email_idx') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=90']::pg_catalog.text[])
-- what: change settings of index users_lower_idx of users
--   locks: SHARE UPDATE EXCLUSIVE on public.users.users_lower_idx (nobody waits, instant)
--   undo: yes
--   note: holds for entries that are written from now on; the old ones follow with REINDEX INDEX CONCURRENTLY
--   note: a statistics target shows with the next ANALYZE
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_lower_idx') AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(c.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['fillfactor']::pg_catalog.text[]))) AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users_lower_idx') AND a.attnum || '=' || COALESCE(a.attstattarget, -1) = ANY (ARRAY['2=500']::pg_catalog.text[])) = 1
-- what: change settings of index users_tags_idx of users
--   locks: ACCESS EXCLUSIVE on public.users.users_tags_idx (all wait, instant)
--   undo: yes
--   note: holds for entries that are written from now on; the old ones follow with REINDEX INDEX CONCURRENTLY
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_tags_idx') AND COALESCE(c.reloptions, '{}') @> ARRAY['fastupdate=off']::pg_catalog.text[])
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_index_settings_users_user_etc",
  "plan_id": "2740db90",
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
  -- undo: change settings of index users_tags_idx of users
  IF (false) IS NOT TRUE THEN
    ALTER INDEX public.users_tags_idx RESET (fastupdate);
  END IF;
  -- undo: change settings of index users_lower_idx of users
  IF (false) IS NOT TRUE THEN
    ALTER INDEX public.users_lower_idx SET (fillfactor = '70');
    ALTER INDEX public.users_lower_idx ALTER COLUMN 2 SET STATISTICS 200;
  END IF;
  -- undo: change settings of index users_email_idx of users
  IF (false) IS NOT TRUE THEN
    ALTER INDEX public.users_email_idx SET (fillfactor = '80');
  END IF;
END
$phasegate$;
RESET statement_timeout;
