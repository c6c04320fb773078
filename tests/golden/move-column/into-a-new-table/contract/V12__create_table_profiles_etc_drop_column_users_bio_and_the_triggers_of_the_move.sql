-- phasegate: do contract (drop)
-- rollout: create_table_profiles_etc, plan 037744e7
-- what: drop column users.bio and the triggers of the move
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.profiles (all wait, instant)
--   undo: IMPOSSIBLE: the triggers that kept both sides equal are gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_bio' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_table_profiles_etc",
  "plan_id": "037744e7",
  "environment": "default",
  "phase": "contract",
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
  "part": "drop",
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
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.profiles') AND c.conname = 'profiles_user_fk')",
      "otherwise": "the foreign key profiles_user_fk of public.profiles is missing, or was taken back because rows refer to no row of public.users"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_move_public_users_bio' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_move_public_users_bio' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'bio' AND NOT a.attisdropped))",
      "otherwise": "the triggers zz_phasegate_move_public_users_bio are missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_table_profiles_etc' AND p.step = 'move-column public.profiles.bio'), false)",
      "otherwise": "not every row is filled: move users.bio to profiles in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_table_profiles_etc' AND p.step = 'move-column public.profiles.bio (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: move what is left of users.bio to profiles in batches"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'bio' AND NOT a.attisdropped)",
      "otherwise": "column public.users.bio is still there"
    }
  ],
  "locks": [
    {
      "table": "public.profiles",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "ACCESS EXCLUSIVE"
    }
  ],
  "going": [
    {
      "what": "column public.users.bio (goes)",
      "tables": [
        "public.users"
      ],
      "column": "bio"
    }
  ],
  "unproven": [
    "constraint public.profiles",
    "constraint public.profiles.profiles_user_fk"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop column users.bio and the triggers of the move
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_bio' AND NOT a.attisdropped)) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_move_public_users_bio ON public.users;
    DROP TRIGGER IF EXISTS zz_phasegate_move_public_users_bio ON public.profiles;
    DROP FUNCTION IF EXISTS phasegate.sync_move_public_users_bio_forth();
    DROP FUNCTION IF EXISTS phasegate.sync_move_public_users_bio_back();
    ALTER TABLE public.users DROP COLUMN IF EXISTS zz_phasegate_bio;
  END IF;
END
$phasegate$;
RESET statement_timeout;
