-- phasegate: undo expand
-- rollout: move_column_profiles_phone, plan e2eb19e9
-- what: keep users.phone and profiles.phone equal where rows belong together (triggers)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant); SHARE ROW EXCLUSIVE on public.profiles (writes wait, instant)
--   undo: yes
--   note: a write of either version that changes the value writes the other table as well, in the same transaction, and fires its triggers
--   note: a row that comes to profiles locks its row of users against change until it is committed, and the other way round
--   note: the next version may get 40001 when it writes public.profiles.phone while a transaction of the running version writes that row of public.users: it tries again
--   note: a transaction of the running version in REPEATABLE READ does not reach a row of profiles that is younger than its snapshot; such pairs are counted before contract
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_profiles_phone",
  "plan_id": "e2eb19e9",
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
  "losses": [
    {
      "sql": "SELECT CASE WHEN EXISTS (SELECT FROM phasegate.marker AS m WHERE (m.application = 'app' AND phasegate.compare_versions(m.version, '2.0.0', 'semver') >= 0)) THEN (SELECT count(*) FROM public.profiles AS p WHERE p.phone IS NOT NULL AND NOT EXISTS (SELECT FROM public.users AS u WHERE p.user_id = u.id AND NOT (ROW(u.phone)::record OPERATOR(pg_catalog.*<>) ROW(p.phone)::record))) ELSE 0 END",
      "what": "rows whose values only the next version could have written (keep users.phone and profiles.phone equal where rows belong together (triggers))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: keep users.phone and profiles.phone equal where rows belong together (triggers)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_before_public_users_phone ON public.users;
    DROP TRIGGER IF EXISTS zz_phasegate_move_public_users_phone ON public.users;
    DROP TRIGGER IF EXISTS zz_phasegate_before_public_users_phone ON public.profiles;
    DROP TRIGGER IF EXISTS zz_phasegate_move_public_users_phone ON public.profiles;
    DROP FUNCTION IF EXISTS phasegate.sync_move_public_users_phone_take();
    DROP FUNCTION IF EXISTS phasegate.sync_move_public_users_phone_forth();
    DROP FUNCTION IF EXISTS phasegate.sync_move_public_users_phone_fill();
    DROP FUNCTION IF EXISTS phasegate.sync_move_public_users_phone_back();
  END IF;
END
$phasegate$;
RESET statement_timeout;
