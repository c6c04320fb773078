-- phasegate: do contract (drop)
-- rollout: update_extension_hstore, plan 4049fb1b
-- what: update extension hstore from 1.4 to 1.8
--   locks: none on relations
--   undo: IMPOSSIBLE: an extension mostly has no way back to an earlier version
--   note: its update scripts may do anything: read them, and try them on a copy; they may lock tables of the extension
--   verify: EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore' AND e.extversion = '1.8')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "update_extension_hstore",
  "plan_id": "4049fb1b",
  "environment": "default",
  "phase": "contract",
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
  "part": "drop",
  "sessions": false,
  "tables": [],
  "touches": [
    "extension hstore"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- update extension hstore from 1.4 to 1.8
  IF (EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore' AND e.extversion = '1.8')) IS NOT TRUE THEN
    IF (EXISTS (SELECT FROM pg_catalog.pg_extension_update_paths('hstore') AS u WHERE u.source = '1.4' AND u.target = '1.8' AND u.path IS NOT NULL)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'this server has no way from version 1.4 of extension hstore to 1.8: install its package first';
    END IF;
    ALTER EXTENSION hstore UPDATE TO "1.8";
  END IF;
END
$phasegate$;
RESET statement_timeout;
