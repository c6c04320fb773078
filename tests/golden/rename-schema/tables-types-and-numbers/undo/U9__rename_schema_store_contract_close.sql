-- phasegate: undo contract (drop)
-- rollout: rename_schema_store, plan 8a92d9d5
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_store",
  "plan_id": "8a92d9d5",
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
  "part": "drop",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.reopen_rollout('rename_schema_store');
END
$phasegate$;
RESET statement_timeout;
