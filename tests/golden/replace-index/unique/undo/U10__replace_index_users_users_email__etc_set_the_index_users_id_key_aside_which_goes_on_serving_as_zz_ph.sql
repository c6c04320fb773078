-- phasegate: undo contract (drop)
-- rollout: replace_index_users_users_email__etc, plan 2d8db768
-- what: set the index users_id_key aside, which goes on serving as zz_phasegate_users_id_key
--   locks: SHARE UPDATE EXCLUSIVE on public.users.users_id_key (nobody waits, instant)
--   undo: yes
--   verify: NOT phasegate.index_is('public.users_id_key', 'btree', true, ARRAY['id']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_users_email__etc",
  "plan_id": "2d8db768",
  "environment": "default",
  "phase": "contract",
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
  "part": "drop",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: set the index users_id_key aside, which goes on serving as zz_phasegate_users_id_key
  IF (false) IS NOT TRUE THEN
    ALTER INDEX IF EXISTS public.zz_phasegate_users_id_key RENAME TO users_id_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
