-- phasegate: do expand
-- rollout: rename_type_the_feeling, plan faf2fcf6
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_type_the_feeling",
  "plan_id": "faf2fcf6",
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
    "enum type public.mood",
    "enum type public.\"the feeling\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "rename_type_the_feeling",
      "plan_id": "faf2fcf6",
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
      "public.\"the feeling\".renamed": "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'the feeling') AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')"
    },
    "desired_digest": "9a4c67aadf022b12facfcab64d1aaadc85f496d96108d9909677cda394f97866",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'the feeling') AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')"
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
