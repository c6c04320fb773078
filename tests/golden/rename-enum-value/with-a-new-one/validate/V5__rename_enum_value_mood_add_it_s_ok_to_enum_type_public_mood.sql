-- phasegate: do validate (open)
-- rollout: rename_enum_value_mood, plan d9ceffcc
-- what: add 'it''s ok' to enum type public.mood
--   locks: none on relations
--   undo: nothing needed: PostgreSQL cannot take a value away; unused it does no harm
--   note: there is no way back from a new value: undo leaves it, and is refused while a row has it
--   verify: EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'it''s ok')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_enum_value_mood",
  "plan_id": "d9ceffcc",
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
  "part": "open",
  "sessions": false,
  "tables": [],
  "touches": [
    "constraint public.users.users_check",
    "column public.users.mood",
    "column public.users.moods",
    "domain public.felt",
    "enum type public.mood"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add 'it''s ok' to enum type public.mood
  IF (EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'it''s ok')) IS NOT TRUE THEN
    ALTER TYPE public.mood ADD VALUE 'it''s ok' AFTER 'sad';
  END IF;
END
$phasegate$;
RESET statement_timeout;
