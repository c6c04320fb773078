-- phasegate: undo contract (retire)
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
  "part": "retire",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: retire schema "old stuff"
  IF (false) IS NOT TRUE THEN
    ALTER SCHEMA "zz_phasegate_old stuff" RENAME TO "old stuff";
  END IF;
END
$phasegate$;
RESET statement_timeout;
