-- phasegate: do contract (drop)
-- rollout: drop_extension_pg_trgm, plan 115f97a3
-- what: drop extension pg_trgm
--   locks: none on relations
--   undo: IMPOSSIBLE: what the extension held in tables of its own is gone
--   note: statements of applications and bodies of functions that call its functions or name its types are not known to PostgreSQL: look for them first
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'pg_trgm')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_extension_pg_trgm",
  "plan_id": "115f97a3",
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
    "extension pg_trgm"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "extension pg_trgm"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop extension pg_trgm
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'pg_trgm')) IS NOT TRUE THEN
    DROP EXTENSION IF EXISTS pg_trgm;
  END IF;
END
$phasegate$;
RESET statement_timeout;
