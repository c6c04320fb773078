-- phasegate: undo contract (retire)
-- rollout: drop_type_a_place_etc, plan 44918885
-- what: retire composite type public."a place" by renaming
--   locks: ACCESS EXCLUSIVE on public."a place" (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'a place')
-- what: retire domain public."the name" by renaming
--   locks: none on relations
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'the name')
-- what: retire enum type public.mood by renaming
--   locks: none on relations
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_type_a_place_etc",
  "plan_id": "44918885",
  "environment": "default",
  "phase": "contract",
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
  "part": "retire",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: retire enum type public.mood by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TYPE public.zz_phasegate_mood RENAME TO mood;
  END IF;
  -- undo: retire domain public."the name" by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TYPE public."zz_phasegate_the name" RENAME TO "the name";
  END IF;
  -- undo: retire composite type public."a place" by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TYPE public."zz_phasegate_a place" RENAME TO "a place";
  END IF;
END
$phasegate$;
RESET statement_timeout;
