-- phasegate: undo expand
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
  "direction": "undo",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: create range type public.zips
  IF (false) IS NOT TRUE THEN
    DROP TYPE public.zips;
  END IF;
  -- undo: create domain public.feeling
  IF (false) IS NOT TRUE THEN
    DROP DOMAIN public.feeling;
  END IF;
  -- undo: create composite type public."a place"
  IF (false) IS NOT TRUE THEN
    DROP TYPE public."a place";
  END IF;
  -- undo: create enum type public.mood
  IF (false) IS NOT TRUE THEN
    DROP TYPE public.mood;
  END IF;
  -- undo: create domain public.zip
  IF (false) IS NOT TRUE THEN
    DROP DOMAIN public.zip;
  END IF;
END
$phasegate$;
RESET statement_timeout;
