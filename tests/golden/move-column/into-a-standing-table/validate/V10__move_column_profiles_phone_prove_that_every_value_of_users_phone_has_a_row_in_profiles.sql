-- phasegate: do validate (enforce)
-- rollout: move_column_profiles_phone, plan e2eb19e9
-- what: prove that every value of users.phone has a row in profiles
--   locks: ACCESS SHARE on public.users (nobody waits, scans); ACCESS SHARE on public.profiles (nobody waits, scans)
--   undo: nothing needed: it only looks
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
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
  "part": "enforce",
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
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_profiles_phone' AND p.step = 'move-column public.profiles.phone (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of profiles.phone from users.phone in batches"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that every value of users.phone has a row in profiles
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM public.users AS u WHERE u.phone IS NOT NULL AND NOT EXISTS (SELECT FROM public.profiles AS p WHERE p.user_id = u.id));
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.users have a value in phone and no row in public.profiles that could take it, e.g. ' || (SELECT pg_catalog.string_agg(s.key, '; ') FROM (SELECT pg_catalog.concat_ws(', ', 'id ' || u.id::text) FROM public.users AS u WHERE u.phone IS NOT NULL AND NOT EXISTS (SELECT FROM public.profiles AS p WHERE p.user_id = u.id) LIMIT 5) AS s (key)), HINT = 'insert these rows into public.profiles, where a row may mean something that nobody but you knows, or set phone to NULL in them';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
