-- phasegate: do contract
-- rollout: rebuild_enum_mood, plan 6575c82c
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rebuild_enum_mood",
  "plan_id": "6575c82c",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.others",
    "public.users"
  ],
  "touches": [
    "constraint public.users.users_check",
    "column public.others.\"the mood\"",
    "column public.users.mood",
    "enum type public.mood",
    "index public.users_sad_idx"
  ],
  "fingerprint": "30a4422f36b43a01d90fddff76a58f99",
  "conditions": [],
  "unproven": [
    "constraint public.users.users_check"
  ],
  "soak_seconds": 0,
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
