-- phasegate: do expand
-- rollout: update_extension_hstore, plan 4049fb1b
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "update_extension_hstore",
  "plan_id": "4049fb1b",
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
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "update_extension_hstore",
      "plan_id": "4049fb1b",
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
    "promises": {
      "hstore.1.8": "EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore' AND e.extversion = '1.8')"
    },
    "desired_digest": "655ec31040e0549ea808571574fc9ee3e5b87e8cf716783e5d9444977ed83166",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore' AND e.extversion = '1.8')"
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
