-- phasegate: undo validate (enforce)
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: make accounts_both_key the unique constraint of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'accounts_both_key') ELSE EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'accounts_both_key') END
-- what: set the index users_nick_idx aside, which goes on serving as zz_phasegate_users_nick_idx
--   locks: SHARE UPDATE EXCLUSIVE on public.users.users_nick_idx (nobody waits, instant)
--   undo: yes
--   verify: NOT phasegate.index_is('public.users_nick_idx', 'btree', false, ARRAY['nick']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)
SET statement_timeout = '30s';
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
  -- undo: set the index users_nick_idx aside, which goes on serving as zz_phasegate_users_nick_idx
  IF (false) IS NOT TRUE THEN
    ALTER INDEX IF EXISTS public.zz_phasegate_users_nick_idx RENAME TO users_nick_idx;
  END IF;
  -- undo: make accounts_both_key the unique constraint of users
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP CONSTRAINT IF EXISTS accounts_both_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
