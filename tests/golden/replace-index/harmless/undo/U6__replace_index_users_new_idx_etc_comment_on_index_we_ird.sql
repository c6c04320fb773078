-- phasegate: undo expand
-- rollout: replace_index_users_new_idx_etc, plan 8d1354a7
-- what: comment on index we"ird; --
--   locks: SHARE UPDATE EXCLUSIVE on public.users."we""ird; --" (nobody waits, instant)
--   undo: nothing needed: it goes with the index
--   verify: (pg_catalog.obj_description(pg_catalog.to_regclass('public."we""ird; --"'), 'pg_class')) IS NOT DISTINCT FROM 'for another report'
-- what: order users by the new we"ird; -- whenever it is clustered
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public."we""ird; --"') AND i.indisclustered)
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
  -- undo: order users by the new we"ird; -- whenever it is clustered
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users CLUSTER ON "zz_phasegate_we""ird; --";
  END IF;
END
$phasegate$;
RESET statement_timeout;
