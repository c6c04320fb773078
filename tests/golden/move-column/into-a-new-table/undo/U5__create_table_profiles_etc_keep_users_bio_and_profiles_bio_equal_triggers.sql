-- phasegate: undo expand
-- rollout: create_table_profiles_etc, plan 037744e7
-- what: keep users.bio and profiles.bio equal (triggers)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant); SHARE ROW EXCLUSIVE on public.profiles (writes wait, instant)
--   undo: yes
--   note: each write of either version to the one table writes to the other as well, in the same transaction
--   note: the next version may get 40001 when it writes public.profiles.bio while a transaction of the running version writes that row of public.users: it tries again
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_move_public_users_bio' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_move_public_users_bio' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'bio' AND NOT a.attisdropped))
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
  -- undo: keep users.bio and profiles.bio equal (triggers)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_move_public_users_bio ON public.users;
    DROP TRIGGER IF EXISTS zz_phasegate_move_public_users_bio ON public.profiles;
    DROP FUNCTION IF EXISTS phasegate.sync_move_public_users_bio_forth();
    DROP FUNCTION IF EXISTS phasegate.sync_move_public_users_bio_back();
    DELETE FROM public.profiles AS p USING public.users AS u WHERE p.user_id = u.id AND p.bio IS NOT DISTINCT FROM u.bio AND p.theme IS NOT DISTINCT FROM 'light' AND p.links IS NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
