-- phasegate: do contract (drop)
-- rollout: change_exclusion_bookings_bookin, plan 04c478df
-- what: put the new exclusion constraint bookings_excl of bookings in the place of the old one
--   locks: ACCESS EXCLUSIVE on public.bookings (all wait, instant)
--   undo: IMPOSSIBLE: everybody would wait while the old index is built again: ALTER TABLE public.bookings ADD CONSTRAINT bookings_excl EXCLUDE using gist (room with &&)
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_excl') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'phasegate_excl_bookings_bookings_excl_238b1d00')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_exclusion_bookings_bookin",
  "plan_id": "04c478df",
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
    "constraint public.bookings.bookings_excl",
    "constraint public.bookings.phasegate_excl_bookings_bookings_excl_238b1d00"
  ],
  "fingerprint": "e2ef54da6ce5128331b25f4c99e7e0e9",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'phasegate_excl_bookings_bookings_excl_238b1d00')) OR (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_excl') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'phasegate_excl_bookings_bookings_excl_238b1d00'))",
      "otherwise": "the exclusion constraint phasegate_excl_bookings_bookings_excl_238b1d00 of public.bookings is missing"
    }
  ],
  "unproven": [
    "constraint public.bookings.bookings_excl",
    "constraint public.bookings.phasegate_excl_bookings_bookings_excl_238b1d00"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- put the new exclusion constraint bookings_excl of bookings in the place of the old one
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_excl') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'phasegate_excl_bookings_bookings_excl_238b1d00')) IS NOT TRUE THEN
    ALTER TABLE public.bookings DROP CONSTRAINT bookings_excl;
    ALTER TABLE public.bookings RENAME CONSTRAINT phasegate_excl_bookings_bookings_excl_238b1d00 TO bookings_excl;
  END IF;
END
$phasegate$;
RESET statement_timeout;
