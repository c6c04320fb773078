-- phasegate: do expand
-- rollout: rename_enum_value_mood, plan d9ceffcc
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_enum_value_mood",
  "plan_id": "d9ceffcc",
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
    "constraint public.users.users_check",
    "column public.users.mood",
    "column public.users.moods",
    "domain public.felt",
    "enum type public.mood"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "rename_enum_value_mood",
      "plan_id": "d9ceffcc",
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
      "public.mood.it's ok": "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'it''s ok')",
      "public.mood.happy": "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'happy') AND NOT EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'glad')"
    },
    "desired_digest": "0075fa7cabbf58fae554dcf23724f9da567ac93b0ffc57ec8598339199dbd6aa",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'it''s ok')"
      ],
      "contract": [
        "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'happy') AND NOT EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'glad')"
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
