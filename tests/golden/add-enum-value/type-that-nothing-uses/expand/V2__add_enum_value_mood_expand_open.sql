-- phasegate: do expand
-- rollout: add_enum_value_mood, plan 25d605a5
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_enum_value_mood",
  "plan_id": "25d605a5",
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
    "enum type public.mood"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "add_enum_value_mood",
      "plan_id": "25d605a5",
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
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'happy')",
          "otherwise": "enum type public.mood does not have all of 'happy'"
        }
      ]
    },
    "promises": {},
    "desired_digest": "a722dc9262f149c2fbf47b9b42042792b0e39583fcc4e0af24470b3d1c1c8bd4",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'happy')"
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
