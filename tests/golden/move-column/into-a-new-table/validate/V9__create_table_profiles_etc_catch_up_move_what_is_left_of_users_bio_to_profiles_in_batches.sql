-- phasegate: do validate (catch-up)
-- rollout: create_table_profiles_etc, plan 037744e7
-- what: catch up: move what is left of users.bio to profiles in batches
--   locks: ROW EXCLUSIVE on public.users (nobody waits, batches); ROW EXCLUSIVE on public.profiles (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_table_profiles_etc' AND p.step = 'move-column public.profiles.bio (catch-up)'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_table_profiles_etc",
  "plan_id": "037744e7",
  "environment": "default",
  "phase": "validate",
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
  "part": "catch-up",
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
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- catch up: move what is left of users.bio to profiles in batches
CALL phasegate.backfill('create_table_profiles_etc', 'move-column public.profiles.bio (catch-up)', 'public.users',
  'bio = users.bio',
  'users.bio IS NOT NULL AND NOT EXISTS (SELECT FROM public.profiles AS phasegate_p WHERE phasegate_p.user_id = users.id AND phasegate_p.bio IS NOT NULL)');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
