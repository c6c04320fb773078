-- phasegate: undo validate (enforce)
-- rollout: change_domain_a_code, plan f0ec6347
-- what: new values of domain public."a code" obey long
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public."a code"'), pg_catalog.to_regtype('public."a code"')) AND k.conname = 'long' AND (pg_catalog.pg_get_expr(k.conbin, 0) <> '(length(VALUE) < 100)' OR NOT k.convalidated))
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
  "part": "enforce",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.others WHERE ((length(code) < 100)) IS FALSE",
      "what": "rows whose values only the next version could have written (new values of domain public.\"a code\" obey long)"
    },
    {
      "sql": "SELECT count(*) FROM public.users WHERE ((length(code) < 100)) IS FALSE OR ((length(nick) < 100)) IS FALSE",
      "what": "rows whose values only the next version could have written (new values of domain public.\"a code\" obey long)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: new values of domain public."a code" obey long
  IF (false) IS NOT TRUE THEN
    ALTER DOMAIN public."a code" DROP CONSTRAINT long;
    ALTER DOMAIN public."a code" ADD CONSTRAINT long CHECK ((length(VALUE) < 100));
  END IF;
END
$phasegate$;
RESET statement_timeout;
