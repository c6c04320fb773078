-- phasegate: undo validate (open)
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
      "sql": "SELECT count(*) FROM public.users AS t WHERE (t.home).\"it's new\" IS NOT NULL",
      "what": "rows whose values only the next version could have written (add attribute it's new to composite type public.place)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add attribute it's new to composite type public.place
  IF (false) IS NOT TRUE THEN
    ALTER TYPE public.place DROP ATTRIBUTE "it's new";
  END IF;
END
$phasegate$;
RESET statement_timeout;
