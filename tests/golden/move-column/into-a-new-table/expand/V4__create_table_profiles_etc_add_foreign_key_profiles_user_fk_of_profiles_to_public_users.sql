-- phasegate: do expand
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
  "direction": "do",
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
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "column public.profiles.bio",
    "column public.profiles.links",
    "column public.profiles.theme",
    "column public.profiles.user_id",
    "column public.users.bio",
    "column public.users.zz_phasegate_bio",
    "constraint public.profiles.profiles_user_fk",
    "constraint public.profiles",
    "table public.profiles",
    "trigger public.profiles.zz_phasegate_move_public_users_bio",
    "trigger public.users.zz_phasegate_move_public_users_bio"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": [
    {
      "sql": "pg_catalog.to_regclass('public.profiles') IS NOT NULL",
      "otherwise": "table public.profiles is missing"
    }
  ],
  "locks": [
    {
      "table": "public.profiles",
      "mode": "SHARE ROW EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "SHARE ROW EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add foreign key profiles_user_fk of profiles to public.users
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.profiles') AND c.conname = 'profiles_user_fk')) IS NOT TRUE THEN
    ALTER TABLE public.profiles ADD CONSTRAINT profiles_user_fk FOREIGN KEY (user_id) references public.users(id) on update cascade on delete cascade;
  END IF;
END
$phasegate$;
RESET statement_timeout;
