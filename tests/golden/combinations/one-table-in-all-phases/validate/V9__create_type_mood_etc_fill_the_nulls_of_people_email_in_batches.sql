-- phasegate: do validate (catch-up)
-- rollout: create_type_mood_etc, plan bb224743
-- what: fill the NULLs of people.email in batches
--   locks: ROW EXCLUSIVE on public.people (nobody waits, batches)
--   undo: nothing needed: the filled values stay: nothing tells them from values that an application wrote
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_mood_etc' AND p.step = 'set-not-null public.people.email (catch-up)'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_mood_etc",
  "plan_id": "bb224743",
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
    "public.people"
  ],
  "touches": [
    "constraint public.people.phasegate_nn_people_email",
    "column public.people.code",
    "column public.people.email",
    "column public.people.level",
    "column public.people.mood",
    "column public.people.nick",
    "column public.people.nickname",
    "column public.people.zz_phasegate_code",
    "column public.people.zz_phasegate_nick",
    "enum type public.mood",
    "index public.people_code_idx",
    "index public.people_level_idx",
    "trigger public.people.zz_phasegate_sync_public_people_nickname"
  ],
  "fingerprint": "1e2180a1abfe399dcedc75bb93d80e5a",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')",
      "otherwise": "enum type public.mood is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'level' AND NOT a.attisdropped)",
      "otherwise": "column public.people.level is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'mood' AND NOT a.attisdropped)",
      "otherwise": "column public.people.mood is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'nickname' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.people are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.people') AND g.tgname = 'zz_phasegate_sync_public_people_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_people_nickname is missing or disabled"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'code' AND NOT a.attisdropped AND a.atthasdef) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'code' AND NOT a.attisdropped))",
      "otherwise": "column public.people.code has no default"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.people_level_idx') AND i.indrelid = pg_catalog.to_regclass('public.people') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index people_level_idx is not there, or INVALID"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_mood_etc' AND p.step = 'rename-column public.people.nickname'), false)",
      "otherwise": "not every row is filled: fill people.nickname in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_mood_etc' AND p.step = 'rename-column public.people.nickname (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of people.nickname"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- fill the NULLs of people.email in batches
CALL phasegate.backfill('create_type_mood_etc', 'set-not-null public.people.email (catch-up)', 'public.people',
  'email = (''unknown'')',
  'email IS NULL');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
