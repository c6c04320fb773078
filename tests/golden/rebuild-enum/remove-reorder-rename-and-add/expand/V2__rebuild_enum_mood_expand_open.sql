-- phasegate: do expand
-- rollout: rebuild_enum_mood, plan 6575c82c
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rebuild_enum_mood",
  "plan_id": "6575c82c",
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
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "rebuild_enum_mood",
      "plan_id": "6575c82c",
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
      "public.mood.values": "COALESCE((SELECT pg_catalog.array_agg(e.enumlabel::pg_catalog.text ORDER BY e.enumsortorder) = ARRAY['happy', 'it''s new', 'ok', 'sad']::pg_catalog.text[] FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = pg_catalog.to_regtype('public.mood')), false)"
    },
    "desired_digest": "e6f6d365b846a7b4609a169f2799b3315ee31b460c992ed4df13be950b6c1fad",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "COALESCE((SELECT pg_catalog.array_agg(e.enumlabel::pg_catalog.text ORDER BY e.enumsortorder) = ARRAY['happy', 'it''s new', 'ok', 'sad']::pg_catalog.text[] FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = pg_catalog.to_regtype('public.mood')), false)"
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
