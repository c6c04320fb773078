-- phasegate: do contract (retire)
-- rollout: rename_enum_value_mood, plan d9ceffcc
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_enum_value_mood",
  "plan_id": "d9ceffcc",
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
  "part": "retire",
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
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'it''s ok')",
      "otherwise": "enum type public.mood does not have all of 'it''s ok'"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'happy') AND NOT EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'glad')",
      "otherwise": "enum type public.mood does not have 'happy' in place of 'glad'"
    }
  ],
  "unproven": [
    "constraint public.users.users_check"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('rename_enum_value_mood');
END
$phasegate$;
RESET statement_timeout;
