-- phasegate: do expand
-- rollout: create_schema_billing, plan d58b741e
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_schema_billing",
  "plan_id": "d58b741e",
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
    "schema billing"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "create_schema_billing",
      "plan_id": "d58b741e",
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
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'billing')",
          "otherwise": "schema billing is missing"
        }
      ]
    },
    "promises": {},
    "desired_digest": "eb6d0d07d001b40b9df79f699941c6abf93a81eeb4c132b858955c8e922a748f",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'billing')"
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
