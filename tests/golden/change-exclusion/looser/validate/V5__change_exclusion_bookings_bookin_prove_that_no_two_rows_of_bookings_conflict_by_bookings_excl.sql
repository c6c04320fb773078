-- phasegate: do validate (enforce)
-- rollout: change_exclusion_bookings_bookin, plan 04c478df
-- what: prove that no two rows of bookings conflict by bookings_excl
--   locks: ACCESS SHARE on public.bookings (nobody waits, scans)
--   undo: nothing needed: it only looks
--   note: scans about 30 rows, 0.0 MB with indexes
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
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
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that no two rows of bookings conflict by bookings_excl
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM (SELECT ctid AS place, (room) AS k1, (during) AS k2 FROM public.bookings) AS a JOIN (SELECT ctid AS place, (room) AS k1, (during) AS k2 FROM public.bookings) AS b ON a.place < b.place AND a.k1 && b.k1 AND a.k2 && b.k2);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' pairs of rows of public.bookings conflict by bookings_excl', HINT = 'remove or change one of each, and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
