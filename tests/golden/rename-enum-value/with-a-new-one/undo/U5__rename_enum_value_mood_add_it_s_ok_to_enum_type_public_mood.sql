-- phasegate: undo validate (open)
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
      "sql": "SELECT count(*) FROM public.users WHERE felt::pg_catalog.text = 'it''s ok'",
      "what": "rows whose values only the next version could have written (add 'it''s ok' to enum type public.mood)"
    },
    {
      "sql": "SELECT count(*) FROM public.users WHERE mood::pg_catalog.text = 'it''s ok'",
      "what": "rows whose values only the next version could have written (add 'it''s ok' to enum type public.mood)"
    },
    {
      "sql": "SELECT count(*) FROM public.users WHERE pg_catalog.strpos(moods::pg_catalog.text, 'it''s ok') > 0",
      "what": "rows whose values only the next version could have written (add 'it''s ok' to enum type public.mood)"
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
