-- phasegate: do contract (drop)
-- rollout: drop_type_a_place_etc, plan 44918885
-- what: drop composite type public."a place"
--   locks: ACCESS EXCLUSIVE on public."zz_phasegate_a place" (all wait, instant)
--   undo: IMPOSSIBLE: what used composite type public."a place" is gone; create it again as it was: CREATE TYPE public."a place" AS (street text, moods public.mood[])
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_a place')
-- what: drop domain public."the name"
--   locks: none on relations
--   undo: IMPOSSIBLE: what used domain public."the name" is gone; create it again as it was: CREATE DOMAIN public."the name" AS text CONSTRAINT "the name_check" CHECK ((length(VALUE) < 100))
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_the name')
-- what: drop enum type public.mood
--   locks: none on relations
--   undo: IMPOSSIBLE: what used enum type public.mood is gone; create it again as it was: CREATE TYPE public.mood AS ENUM ('sad', 'it''s ok')
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_mood')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_type_a_place_etc",
  "plan_id": "44918885",
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
  "tables": [],
  "touches": [
    "composite type public.\"a place\"",
    "composite type public.\"zz_phasegate_a place\"",
    "domain public.\"the name\"",
    "domain public.\"zz_phasegate_the name\"",
    "enum type public.mood",
    "enum type public.zz_phasegate_mood"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'a place')",
      "otherwise": "composite type public.\"a place\" is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'the name')",
      "otherwise": "domain public.\"the name\" is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')",
      "otherwise": "enum type public.mood is still there"
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
  -- drop composite type public."a place"
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_a place')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (t.oid, t.typarray) AND d.deptype IN ('n', 'a') AND NOT (d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.oid = d.objid AND c.contypid = t.oid)) WHERE t.oid = pg_catalog.to_regtype('public."zz_phasegate_a place"'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'something uses composite type public."zz_phasegate_a place"';
    END IF;
    DROP TYPE public."zz_phasegate_a place";
  END IF;
  -- drop domain public."the name"
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_the name')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (t.oid, t.typarray) AND d.deptype IN ('n', 'a') AND NOT (d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.oid = d.objid AND c.contypid = t.oid)) WHERE t.oid = pg_catalog.to_regtype('public."zz_phasegate_the name"'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'something uses domain public."zz_phasegate_the name"';
    END IF;
    DROP DOMAIN public."zz_phasegate_the name";
  END IF;
  -- drop enum type public.mood
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_mood')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (t.oid, t.typarray) AND d.deptype IN ('n', 'a') AND NOT (d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.oid = d.objid AND c.contypid = t.oid)) WHERE t.oid = pg_catalog.to_regtype('public.zz_phasegate_mood'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'something uses enum type public.zz_phasegate_mood';
    END IF;
    DROP TYPE public.zz_phasegate_mood;
  END IF;
END
$phasegate$;
RESET statement_timeout;
