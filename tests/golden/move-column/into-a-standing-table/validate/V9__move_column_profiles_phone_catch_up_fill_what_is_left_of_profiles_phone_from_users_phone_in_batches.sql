-- phasegate: do validate (catch-up)
-- rollout: move_column_profiles_phone, plan e2eb19e9
-- what: catch up: fill what is left of profiles.phone from users.phone in batches
--   locks: ROW EXCLUSIVE on public.profiles (nobody waits, batches); ROW EXCLUSIVE on public.users (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_profiles_phone' AND p.step = 'move-column public.profiles.phone (catch-up)'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_profiles_phone",
  "plan_id": "e2eb19e9",
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
    "public.profiles",
    "public.users"
  ],
  "touches": [
    "column public.profiles.phone",
    "column public.users.phone",
    "column public.users.zz_phasegate_phone",
    "trigger public.profiles.zz_phasegate_before_public_users_phone",
    "trigger public.profiles.zz_phasegate_move_public_users_phone",
    "trigger public.users.zz_phasegate_before_public_users_phone",
    "trigger public.users.zz_phasegate_move_public_users_phone"
  ],
  "fingerprint": "0c8caec383ba68e6e39ed018a01b4637",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.profiles') AND a.attname = 'phone' AND NOT a.attisdropped)",
      "otherwise": "column public.profiles.phone is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped))",
      "otherwise": "a trigger that keeps public.users.phone and public.profiles.phone equal is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_profiles_phone' AND p.step = 'move-column public.profiles.phone'), false)",
      "otherwise": "not every row is filled: fill profiles.phone from users.phone in batches"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_users_phone_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['\n-- only the next version writes\n', '\n-- the old column is retired\n']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped))",
      "otherwise": "the functions that keep public.profiles.phone equal are still those for two versions"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- catch up: fill what is left of profiles.phone from users.phone in batches
CALL phasegate.backfill('move_column_profiles_phone', 'move-column public.profiles.phone (catch-up)', 'public.profiles',
  'phone = profiles.phone',
  'profiles.phone IS NULL AND EXISTS (SELECT FROM public.users AS phasegate_u WHERE profiles.user_id = phasegate_u.id AND phasegate_u.phone IS NOT NULL)');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
