-- phasegate: do expand
-- rollout: drop_schema_old_stuff, plan 7959eb2c
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_schema_old_stuff",
  "plan_id": "7959eb2c",
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
    "schema \"old stuff\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_schema_old_stuff",
      "plan_id": "7959eb2c",
      "environment": "default",
      "phase": "deploy",
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
      "conditions": []
    },
    "promises": {},
    "desired_digest": "a4c35ffcb4af956f73844ef21ba1247b67a693f36654d7dfe08284c3426c5d1c",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'old stuff')",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'zz_phasegate_old stuff')"
      ]
    }
  }
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
