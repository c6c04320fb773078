-- phasegate: undo validate (open)
-- rollout: change_domain_a_code, plan f0ec6347
-- what: drop the check it's old of domain public."a code"
--   locks: none on relations
--   undo: yes
--   note: undo scans every table of the domain while writes to it wait
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public."a code"'), pg_catalog.to_regtype('public."a code"')) AND k.conname = 'it''s old')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_domain_a_code",
  "plan_id": "f0ec6347",
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
      "sql": "SELECT count(*) FROM public.others WHERE ((code <> 'old'::text)) IS FALSE",
      "what": "rows whose values only the next version could have written (drop the check it's old of domain public.\"a code\")"
    },
    {
      "sql": "SELECT count(*) FROM public.users WHERE ((code <> 'old'::text)) IS FALSE OR ((nick <> 'old'::text)) IS FALSE",
      "what": "rows whose values only the next version could have written (drop the check it's old of domain public.\"a code\")"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop the check it's old of domain public."a code"
  IF (false) IS NOT TRUE THEN
    ALTER DOMAIN public."a code" ADD CONSTRAINT "it's old" CHECK ((VALUE <> 'old'::text));
  END IF;
END
$phasegate$;
RESET statement_timeout;
