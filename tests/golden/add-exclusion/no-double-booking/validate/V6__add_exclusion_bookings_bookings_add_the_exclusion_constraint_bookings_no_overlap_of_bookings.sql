-- phasegate: do validate (enforce)
-- rollout: add_exclusion_bookings_bookings_, plan 9f764355
-- what: add the exclusion constraint bookings_no_overlap of bookings
--   locks: ACCESS EXCLUSIVE on public.bookings (all wait, builds)
--   undo: yes
--   note: everybody waits while the index is built: rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_no_overlap')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_exclusion_bookings_bookings_",
  "plan_id": "9f764355",
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
    "constraint public.bookings.bookings_no_overlap"
  ],
  "fingerprint": "20284bb1dbda61e8a9dff3fa6551cdf3",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add the exclusion constraint bookings_no_overlap of bookings
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_no_overlap')) IS NOT TRUE THEN
    IF (pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.bookings')) <= 33554432) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'table public.bookings has grown since the plan was made, so this would stop everybody for too long: keep the rule in a trigger, or move the rows to a new table that has the constraint from the start';
    END IF;
    ALTER TABLE public.bookings ADD CONSTRAINT bookings_no_overlap EXCLUDE using gist (room with =, during with &&) where (state is distinct from 'cancelled') deferrable;
    COMMENT ON CONSTRAINT bookings_no_overlap ON public.bookings IS 'once';
  END IF;
END
$phasegate$;
RESET statement_timeout;
