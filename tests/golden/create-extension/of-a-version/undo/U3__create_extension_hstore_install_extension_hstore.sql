-- phasegate: undo expand
-- rollout: create_extension_hstore, plan 9c771e06
-- what: install extension hstore
--   locks: none on relations
--   undo: yes
--   note: needs a superuser, or CREATE on the database where the extension is trusted; a function of the extension must not have the name of one that an application calls
--   verify: EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_extension_hstore",
  "plan_id": "9c771e06",
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
  -- undo: install extension hstore
  IF (false) IS NOT TRUE THEN
    DROP EXTENSION IF EXISTS hstore;
  END IF;
END
$phasegate$;
RESET statement_timeout;
