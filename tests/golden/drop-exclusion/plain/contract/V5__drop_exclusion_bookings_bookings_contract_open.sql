-- phasegate: do contract
-- rollout: drop_exclusion_bookings_bookings, plan 93667fd1
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_exclusion_bookings_bookings",
  "plan_id": "93667fd1",
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
    "public.bookings"
  ],
  "touches": [
    "constraint public.bookings.bookings_room_excl"
  ],
  "fingerprint": "128bb7dce095ef1763790f9b98eb332d",
  "conditions": [],
  "unproven": [
    "constraint public.bookings.bookings_room_excl"
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
