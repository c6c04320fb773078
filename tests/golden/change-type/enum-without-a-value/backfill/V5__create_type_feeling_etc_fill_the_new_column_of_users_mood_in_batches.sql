-- phasegate: do backfill
-- rollout: create_type_feeling_etc, plan 11100b73
-- what: fill the new column of users.mood in batches
--   locks: ROW EXCLUSIVE on public.users (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_feeling_etc' AND p.step = 'change-type public.users.mood: fill public.users'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_feeling_etc",
  "plan_id": "11100b73",
  "environment": "default",
  "phase": "backfill",
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
    "constraint public.users.phasegate_nn_back_users_mood",
    "constraint public.users.phasegate_nn_users_zz_phasegate_next_mood",
    "column public.users.mood",
    "column public.users.zz_phasegate_mood",
    "column public.users.zz_phasegate_next_mood",
    "enum type public.feeling",
    "trigger public.users.zz_phasegate_sync_public_users_mood"
  ],
  "fingerprint": "91334ffb57dea8f3117837913761988a",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'feeling')",
      "otherwise": "enum type public.feeling is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_next_mood' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))",
      "otherwise": "the column zz_phasegate_next_mood is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_mood' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))",
      "otherwise": "the trigger zz_phasegate_sync_public_users_mood is missing or disabled"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- fill the new column of users.mood in batches
CALL phasegate.backfill('create_type_feeling_etc', 'change-type public.users.mood: fill public.users', 'public.users',
  'zz_phasegate_next_mood = (case mood::text when ''happy'' then ''ok'' else mood::text end)::public.feeling',
  '(zz_phasegate_next_mood IS NOT DISTINCT FROM NULL AND (SELECT u.failed OR u.phasegate_up_1 IS DISTINCT FROM NULL FROM phasegate.up_public_users_mood(users.mood) AS u))');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
