-- phasegate: do expand
-- rollout: create_table_profiles_etc, plan 037744e7
-- what: create table public.profiles
--   locks: none on relations
--   undo: yes
--   note: a new table: no version of any application uses it yet
--   verify: pg_catalog.to_regclass('public.profiles') IS NOT NULL
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- create table public.profiles
  IF (pg_catalog.to_regclass('public.profiles') IS NOT NULL) IS NOT TRUE THEN
    CREATE TABLE public.profiles (
        CONSTRAINT profiles_pkey PRIMARY KEY (user_id),
        user_id bigint NOT NULL,
        bio text,
        theme text DEFAULT 'light' NOT NULL,
        links text[]
    );
  END IF;
END
$phasegate$;
RESET statement_timeout;
