-- phasegate: undo validate (enforce)
-- rollout: change_domain_a_code, plan f0ec6347
-- what: new values of domain public."a code" obey later
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public."a code"'), pg_catalog.to_regtype('public."a code"')) AND k.conname = 'later')
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: new values of domain public."a code" obey later
  IF (false) IS NOT TRUE THEN
    ALTER DOMAIN public."a code" DROP CONSTRAINT later;
  END IF;
END
$phasegate$;
RESET statement_timeout;
