-- phasegate: undo expand
-- rollout: create_schema_billing, plan d58b741e
-- what: create schema billing
--   locks: none on relations
--   undo: yes
--   note: it belongs to the role that runs this file, and no other role may use it until it is granted
--   verify: EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'billing')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_schema_billing",
  "plan_id": "d58b741e",
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
  -- undo: create schema billing
  IF (false) IS NOT TRUE THEN
    DROP SCHEMA billing;
  END IF;
END
$phasegate$;
RESET statement_timeout;
