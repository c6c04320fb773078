-- phasegate: do contract (drop)
-- rollout: move_column_profiles_phone, plan e2eb19e9
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_profiles_phone",
  "plan_id": "e2eb19e9",
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
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped)",
      "otherwise": "column public.users.phone is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_phone' AND NOT a.attisdropped)",
      "otherwise": "the retired column zz_phasegate_phone is still there"
    }
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('move_column_profiles_phone');
END
$phasegate$;
RESET statement_timeout;
