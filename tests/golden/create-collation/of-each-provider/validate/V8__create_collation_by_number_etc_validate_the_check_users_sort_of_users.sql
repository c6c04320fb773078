-- phasegate: do validate (enforce)
-- rollout: create_collation_by_number_etc, plan 36d836c4
-- what: validate the check users_sort of users
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, scans)
--   undo: nothing needed: the constraint goes with its own step
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_sort' AND c.convalidated)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_collation_by_number_etc",
  "plan_id": "36d836c4",
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
    "public.users"
  ],
  "touches": [
    "constraint public.users.users_sort",
    "collation public.\"by number\"",
    "collation public.mixed",
    "collation public.plain",
    "collation public.same",
    "column public.users.label",
    "column public.users.sort",
    "domain public.label",
    "index public.users_name"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": [
    {
      "sql": "pg_catalog.to_regcollation('public.\"by number\"') IS NOT NULL",
      "otherwise": "collation public.\"by number\" is missing"
    },
    {
      "sql": "pg_catalog.to_regcollation('public.mixed') IS NOT NULL",
      "otherwise": "collation public.mixed is missing"
    },
    {
      "sql": "pg_catalog.to_regcollation('public.plain') IS NOT NULL",
      "otherwise": "collation public.plain is missing"
    },
    {
      "sql": "pg_catalog.to_regcollation('public.same') IS NOT NULL",
      "otherwise": "collation public.same is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'label')",
      "otherwise": "domain public.label is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'label' AND NOT a.attisdropped)",
      "otherwise": "column public.users.label is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'sort' AND NOT a.attisdropped)",
      "otherwise": "column public.users.sort is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_sort')",
      "otherwise": "the check users_sort of public.users is missing, or was taken back because rows break the check users_sort"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_sort')) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the check users_sort was taken back: rows of public.users break the check users_sort';
  END IF;
END
$phasegate$;
-- validate the check users_sort of users
DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_sort' AND NOT c.convalidated) THEN
    ALTER TABLE public.users VALIDATE CONSTRAINT users_sort;
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.users DROP CONSTRAINT users_sort;
  RAISE WARNING USING MESSAGE = 'constraint users_sort was taken back: ' || SQLERRM;
END
$validate$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
