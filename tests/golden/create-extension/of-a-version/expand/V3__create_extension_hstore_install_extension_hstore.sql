-- phasegate: do expand
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
  "part": "main",
  "sessions": false,
  "tables": [],
  "touches": [
    "extension hstore"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- install extension hstore
  IF (EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore')) IS NOT TRUE THEN
    IF (EXISTS (SELECT FROM pg_catalog.pg_available_extensions AS a WHERE a.name = 'hstore')) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'extension hstore is not available on this server: install its package first';
    END IF;
    CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public VERSION "1.4";
    COMMENT ON EXTENSION hstore IS 'it''s for tags';
  END IF;
END
$phasegate$;
RESET statement_timeout;
