-- phasegate: do contract (drop)
-- rollout: drop_type_a_place_etc, plan 44918885
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_type_a_place_etc",
  "plan_id": "44918885",
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
    "composite type public.\"a place\"",
    "composite type public.\"zz_phasegate_a place\"",
    "domain public.\"the name\"",
    "domain public.\"zz_phasegate_the name\"",
    "enum type public.mood",
    "enum type public.zz_phasegate_mood"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'a place')",
      "otherwise": "composite type public.\"a place\" is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'the name')",
      "otherwise": "domain public.\"the name\" is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')",
      "otherwise": "enum type public.mood is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_a place')",
      "otherwise": "the retired composite type public.\"zz_phasegate_a place\" is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_the name')",
      "otherwise": "the retired domain public.\"zz_phasegate_the name\" is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_mood')",
      "otherwise": "the retired enum type public.zz_phasegate_mood is still there"
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
  PERFORM phasegate.finish_rollout('drop_type_a_place_etc');
END
$phasegate$;
RESET statement_timeout;
