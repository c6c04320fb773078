-- phasegate: do contract (drop)
-- rollout: drop_exclusion_bookings_bookings, plan 93667fd1
-- what: drop the exclusion constraint bookings_room_excl of bookings
--   locks: ACCESS EXCLUSIVE on public.bookings (all wait, instant)
--   undo: IMPOSSIBLE: everybody would wait while its index is built again: ALTER TABLE public.bookings ADD CONSTRAINT bookings_room_excl EXCLUDE using gist (room with &&)
--   note: queries lose its index: ask pg_stat_user_indexes.idx_scan on the primary and on every replica
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_room_excl')
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
  "conditions": [],
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
  -- drop the exclusion constraint bookings_room_excl of bookings
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_room_excl')) IS NOT TRUE THEN
    ALTER TABLE public.bookings DROP CONSTRAINT bookings_room_excl;
  END IF;
END
$phasegate$;
RESET statement_timeout;
