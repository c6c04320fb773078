-- phasegate: do expand
-- rollout: drop_exclusion_bookings_bookings, plan 93667fd1
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_exclusion_bookings_bookings",
  "plan_id": "93667fd1",
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
    "public.bookings"
  ],
  "touches": [
    "constraint public.bookings.bookings_room_excl"
  ],
  "fingerprint": "128bb7dce095ef1763790f9b98eb332d",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_exclusion_bookings_bookings",
      "plan_id": "93667fd1",
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
      "public.bookings.bookings_room_excl.gone": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_room_excl')"
    },
    "desired_digest": "31e82a302aaa6a275261afe22326d1f47dc85f7eae544c86935486dfdcbced82",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_room_excl')"
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
