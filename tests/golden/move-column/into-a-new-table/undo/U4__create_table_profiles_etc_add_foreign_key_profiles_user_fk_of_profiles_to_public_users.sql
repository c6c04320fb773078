-- phasegate: undo expand
-- rollout: create_table_profiles_etc, plan 037744e7
-- what: add foreign key profiles_user_fk of profiles to public.users
--   locks: SHARE ROW EXCLUSIVE on public.profiles (writes wait, instant); SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   note: the table is new, so there is nothing to validate
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.profiles') AND c.conname = 'profiles_user_fk')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_table_profiles_etc",
  "plan_id": "037744e7",
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
  -- undo: add foreign key profiles_user_fk of profiles to public.users
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.profiles DROP CONSTRAINT IF EXISTS profiles_user_fk;
  END IF;
END
$phasegate$;
RESET statement_timeout;
