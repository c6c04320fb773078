-- phasegate: do expand
-- rollout: create_extension_hstore, plan 9c771e06
-- what: opens the phase: nothing else of it may run before
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
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "create_extension_hstore",
      "plan_id": "9c771e06",
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
      "conditions": [
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore')",
          "otherwise": "extension hstore is not installed"
        }
      ]
    },
    "promises": {},
    "desired_digest": "46cbd1cd67188086e7d5810a15610cf15bb5dd157c6c20d97e4fa30899f9f0e1",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore')"
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
