-- phasegate: do expand
-- rollout: create_type_a_place_etc, plan 5820f900
-- what: create domain public.zip
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zip')
-- what: create enum type public.mood
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')
-- what: create composite type public."a place"
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'a place')
-- what: create domain public.feeling
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'feeling')
-- what: create range type public.zips
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zips')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_a_place_etc",
  "plan_id": "5820f900",
  "environment": "default",
  "phase": "expand",
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
  "tables": [],
  "touches": [
    "composite type public.\"a place\"",
    "domain public.feeling",
    "domain public.zip",
    "enum type public.mood",
    "range type public.zips"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- create domain public.zip
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zip')) IS NOT TRUE THEN
    CREATE DOMAIN public.zip AS character varying(10) COLLATE "C" DEFAULT '00000' NOT NULL CONSTRAINT "it's long" CHECK (length(VALUE) > 4);
    ALTER DOMAIN public.zip ADD CONSTRAINT new CHECK (VALUE <> 'x') NOT VALID;
  END IF;
  -- create enum type public.mood
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')) IS NOT TRUE THEN
    CREATE TYPE public.mood AS ENUM ('sad', 'ok');
  END IF;
  -- create composite type public."a place"
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'a place')) IS NOT TRUE THEN
    CREATE TYPE public."a place" AS ("the street" text COLLATE "C", mood public.mood, zip public.zip[]);
    COMMENT ON TYPE public."a place" IS 'where; it''s "there"';
  END IF;
  -- create domain public.feeling
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'feeling')) IS NOT TRUE THEN
    CREATE DOMAIN public.feeling AS public.mood;
  END IF;
  -- create range type public.zips
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zips')) IS NOT TRUE THEN
    CREATE TYPE public.zips AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = public."many zips");
  END IF;
END
$phasegate$;
RESET statement_timeout;
