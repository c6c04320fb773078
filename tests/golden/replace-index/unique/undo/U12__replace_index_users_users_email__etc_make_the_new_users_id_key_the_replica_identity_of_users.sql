-- phasegate: undo contract (drop)
-- rollout: replace_index_users_users_email__etc, plan 2d8db768
-- what: make the new users_id_key the replica identity of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = pg_catalog.to_regclass('public.users_id_key') AND i.indisreplident AND c.relreplident = 'i')
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
  -- undo: make the new users_id_key the replica identity of users
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users REPLICA IDENTITY USING INDEX zz_phasegate_users_id_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
