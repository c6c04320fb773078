-- phasegate: do contract (drop)
-- rollout: drop_schema_old_stuff, plan 7959eb2c
-- what: asks whether everything is done, and closes the rollout
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
  "part": "drop",
  "sessions": false,
  "tables": [],
  "touches": [
    "schema \"old stuff\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'old stuff')",
      "otherwise": "schema \"old stuff\" is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'zz_phasegate_old stuff')",
      "otherwise": "schema \"zz_phasegate_old stuff\" is still there"
    }
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('drop_schema_old_stuff');
END
$phasegate$;
RESET statement_timeout;
