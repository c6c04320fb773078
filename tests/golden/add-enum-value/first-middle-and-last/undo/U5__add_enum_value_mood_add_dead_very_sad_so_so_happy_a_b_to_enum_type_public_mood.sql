-- phasegate: undo validate (open)
-- rollout: add_enum_value_mood, plan ae1067dd
-- what: add 'dead', 'very sad', 'so ''so''', 'happy', 'a,b' to enum type public.mood
--   locks: none on relations
--   undo: nothing needed: PostgreSQL cannot take a value away; unused it does no harm
--   note: there is no way back from a new value: undo leaves it, and is refused while a row has it
--   verify: EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'dead') AND EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'very sad') AND EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'so ''so''') AND EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'happy') AND EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'a,b')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_enum_value_mood",
  "plan_id": "ae1067dd",
  "environment": "default",
  "phase": "validate",
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
  "part": "open",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.users WHERE mood::pg_catalog.text = 'dead' OR mood::pg_catalog.text = 'very sad' OR mood::pg_catalog.text = 'so ''so''' OR mood::pg_catalog.text = 'happy' OR mood::pg_catalog.text = 'a,b'",
      "what": "rows whose values only the next version could have written (add 'dead', 'very sad', 'so ''so''', 'happy', 'a,b' to enum type public.mood)"
    },
    {
      "sql": "SELECT count(*) FROM public.users WHERE pg_catalog.strpos(moods::pg_catalog.text, 'dead') > 0 OR pg_catalog.strpos(moods::pg_catalog.text, 'very sad') > 0 OR pg_catalog.strpos(moods::pg_catalog.text, 'so ''so''') > 0 OR pg_catalog.strpos(moods::pg_catalog.text, 'happy') > 0 OR pg_catalog.strpos(moods::pg_catalog.text, 'a,b') > 0",
      "what": "rows whose values only the next version could have written (add 'dead', 'very sad', 'so ''so''', 'happy', 'a,b' to enum type public.mood)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
