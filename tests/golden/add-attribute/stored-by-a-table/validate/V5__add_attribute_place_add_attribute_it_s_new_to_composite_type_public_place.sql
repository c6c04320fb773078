-- phasegate: do validate (open)
-- rollout: add_attribute_place, plan 37066293
-- what: add attribute it's new to composite type public.place
--   locks: ACCESS EXCLUSIVE on public.place (all wait, instant)
--   undo: yes
--   note: tables that store the type are neither locked nor rewritten; rows read NULL for the attribute
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'c' AND n.nspname = 'public' AND c.relname IN ('place', 'place') AND a.attname = 'it''s new' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_attribute_place",
  "plan_id": "37066293",
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
    "composite type public.place"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add attribute it's new to composite type public.place
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'c' AND n.nspname = 'public' AND c.relname IN ('place', 'place') AND a.attname = 'it''s new' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TYPE public.place ADD ATTRIBUTE "it's new" integer;
  END IF;
END
$phasegate$;
RESET statement_timeout;
