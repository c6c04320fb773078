-- phasegate: do validate (enforce)
-- rollout: change_check_reviews_a_check_etc, plan 0b0de035
-- what: prove that no row of reviews breaks a_check
--   locks: ACCESS SHARE on public.reviews (nobody waits, scans)
--   undo: yes
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_check_reviews_a_check_etc",
  "plan_id": "0b0de035",
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
    "public.reviews"
  ],
  "touches": [
    "constraint public.reviews.a_check",
    "constraint public.reviews.b_check",
    "constraint public.reviews.c_check",
    "constraint public.reviews.phasegate_new_a_check"
  ],
  "fingerprint": "8cb86a65f3fc0312deb1d53be254bf18",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'b_check') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'b_check' AND c.convalidated))",
      "otherwise": "the constraint b_check of public.reviews is still valid"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that no row of reviews breaks a_check
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM ONLY public.reviews WHERE ((score >= 0)) IS FALSE);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.reviews break the check a_check', HINT = 'correct these rows, and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
