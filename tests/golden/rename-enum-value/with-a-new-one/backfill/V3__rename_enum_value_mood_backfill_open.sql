-- phasegate: do backfill
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
  "phase": "backfill",
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
