-- phasegate: do contract (drop)
-- rollout: drop_exclusion_bookings_bookings, plan 93667fd1
-- what: asks whether everything is done, and closes the rollout
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
  "part": "drop",
  "sessions": false,
  "tables": [
    "public.bookings"
  ],
  "touches": [
    "constraint public.bookings.bookings_room_excl"
  ],
  "fingerprint": "128bb7dce095ef1763790f9b98eb332d",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_room_excl')",
      "otherwise": "the exclusion constraint bookings_room_excl of public.bookings is still there"
    }
  ],
  "unproven": [
    "constraint public.bookings.bookings_room_excl"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('drop_exclusion_bookings_bookings');
END
$phasegate$;
RESET statement_timeout;
