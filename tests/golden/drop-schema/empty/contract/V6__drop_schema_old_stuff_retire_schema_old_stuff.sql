-- phasegate: do contract (retire)
-- rollout: drop_schema_old_stuff, plan 7959eb2c
-- what: retire schema "old stuff"
--   locks: none on relations
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'old stuff')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_schema_old_stuff",
  "plan_id": "7959eb2c",
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
  "part": "retire",
  "sessions": false,
  "tables": [],
  "touches": [
    "schema \"old stuff\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire schema "old stuff"
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'old stuff')) IS NOT TRUE THEN
    ALTER SCHEMA "old stuff" RENAME TO "zz_phasegate_old stuff";
  END IF;
END
$phasegate$;
RESET statement_timeout;
