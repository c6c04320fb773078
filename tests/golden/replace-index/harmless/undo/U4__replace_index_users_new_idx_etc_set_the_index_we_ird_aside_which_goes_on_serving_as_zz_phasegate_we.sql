-- phasegate: undo expand
-- rollout: replace_index_users_new_idx_etc, plan 8d1354a7
-- what: set the index we"ird; -- aside, which goes on serving as zz_phasegate_we"ird; --
--   locks: SHARE UPDATE EXCLUSIVE on public.users."we""ird; --" (nobody waits, instant)
--   undo: yes
--   verify: NOT phasegate.index_is('public."we""ird; --"', 'btree', false, ARRAY['country']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)
SET statement_timeout = '30s';
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
  -- undo: set the index we"ird; -- aside, which goes on serving as zz_phasegate_we"ird; --
  IF (false) IS NOT TRUE THEN
    ALTER INDEX IF EXISTS public."zz_phasegate_we""ird; --" RENAME TO "we""ird; --";
  END IF;
END
$phasegate$;
RESET statement_timeout;
