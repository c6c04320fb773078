-- phasegate: undo validate (enforce)
-- rollout: change_exclusion_bookings_bookin, plan 04c478df
-- what: add the exclusion constraint phasegate_excl_bookings_bookings_excl_238b1d00 of bookings
--   locks: ACCESS EXCLUSIVE on public.bookings (all wait, builds)
--   undo: yes
--   note: everybody waits while the index is built: about 30 rows, 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'phasegate_excl_bookings_bookings_excl_238b1d00')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_exclusion_bookings_bookin",
  "plan_id": "04c478df",
  "environment": "default",
  "phase": "validate",
  "direction": "undo",
  "applications": [
    {
      "name": "app",
      "scheme": "semver",
      "from": "1.0.0",
      "adopts": "2.0.0",
      "retires": "2.0.0"
    }
  ],
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add the exclusion constraint phasegate_excl_bookings_bookings_excl_238b1d00 of bookings
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.bookings DROP CONSTRAINT IF EXISTS phasegate_excl_bookings_bookings_excl_238b1d00;
  END IF;
END
$phasegate$;
RESET statement_timeout;
