-- phasegate: undo contract
-- rollout: add_column_users_locale, plan 3f8ab3d9
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard($spec$
{
  "rollout": "add_column_users_locale",
  "plan_id": "3f8ab3d9",
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
  "part": "main",
  "losses": [],
  "lowers_floor": {
    "app": "2.0.0"
  }
}
$spec$);
END
$phasegate$;
RESET statement_timeout;
