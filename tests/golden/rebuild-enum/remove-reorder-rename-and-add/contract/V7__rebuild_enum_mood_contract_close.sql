-- phasegate: do contract (swap)
-- rollout: rebuild_enum_mood, plan 6575c82c
-- what: asks whether everything is done, and closes the rollout
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
  "part": "swap",
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
  "conditions": [
    {
      "sql": "COALESCE((SELECT pg_catalog.array_agg(e.enumlabel::pg_catalog.text ORDER BY e.enumsortorder) = ARRAY['happy', 'it''s new', 'ok', 'sad']::pg_catalog.text[] FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = pg_catalog.to_regtype('public.mood')), false)",
      "otherwise": "enum type public.mood does not have the wanted values"
    }
  ],
  "unproven": [
    "constraint public.users.users_check"
  ],
  "soak_seconds": 0,
  "asks_reprepare": false,
  "clients_reprepare": false
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('rebuild_enum_mood');
END
$phasegate$;
RESET statement_timeout;
