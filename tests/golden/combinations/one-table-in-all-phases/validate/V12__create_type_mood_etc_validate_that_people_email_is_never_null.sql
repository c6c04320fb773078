-- phasegate: do validate (enforce)
-- rollout: create_type_mood_etc, plan bb224743
-- what: validate that people.email is never NULL
--   locks: SHARE UPDATE EXCLUSIVE on public.people (nobody waits, scans)
--   undo: nothing needed: the constraint goes with its own step
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.people') AND c.conname = 'phasegate_nn_people_email' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))
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
  "part": "enforce",
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
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_mood_etc' AND p.step = 'set-not-null public.people.email (catch-up)'), false)",
      "otherwise": "not every row is filled: fill the NULLs of people.email in batches"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.people') AND c.conname = 'phasegate_nn_people_email') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_people_email is missing"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.people') AND c.conname = 'phasegate_nn_people_email') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the constraint phasegate_nn_people_email was taken back: rows have NULL in email';
  END IF;
END
$phasegate$;
-- validate that people.email is never NULL
DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.people') AND c.conname = 'phasegate_nn_people_email' AND NOT c.convalidated) THEN
    ALTER TABLE public.people VALIDATE CONSTRAINT phasegate_nn_people_email;
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.people DROP CONSTRAINT phasegate_nn_people_email;
  RAISE WARNING USING MESSAGE = 'constraint phasegate_nn_people_email was taken back: ' || SQLERRM;
END
$validate$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
