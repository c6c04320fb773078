-- phasegate: do validate (enforce)
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.bookings"
  ],
  "touches": [
    "constraint public.bookings.bookings_excl",
    "constraint public.bookings.phasegate_excl_bookings_bookings_excl_238b1d00"
  ],
  "fingerprint": "e2ef54da6ce5128331b25f4c99e7e0e9",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add the exclusion constraint phasegate_excl_bookings_bookings_excl_238b1d00 of bookings
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'phasegate_excl_bookings_bookings_excl_238b1d00')) IS NOT TRUE THEN
    IF (pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.bookings')) <= 33554432) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'table public.bookings has grown since the plan was made, so this would stop everybody for too long: keep the rule in a trigger, or move the rows to a new table that has the constraint from the start';
    END IF;
    ALTER TABLE public.bookings ADD CONSTRAINT phasegate_excl_bookings_bookings_excl_238b1d00 EXCLUDE using gist (room with &&, during with &&) deferrable initially deferred;
    COMMENT ON CONSTRAINT phasegate_excl_bookings_bookings_excl_238b1d00 ON public.bookings IS 'once';
  END IF;
END
$phasegate$;
RESET statement_timeout;
