-- phasegate: do validate (enforce)
-- rollout: add_column_reviews_most_etc, plan 79930d09
-- what: validate the check reviews_most_check of reviews
--   locks: SHARE UPDATE EXCLUSIVE on public.reviews (nobody waits, scans)
--   undo: nothing needed: the constraint goes with its own step
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_most_check' AND c.convalidated)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_reviews_most_etc",
  "plan_id": "79930d09",
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
    "constraint public.reviews.reviews_most_check",
    "column public.reviews.most"
  ],
  "fingerprint": "8cb86a65f3fc0312deb1d53be254bf18",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.reviews') AND a.attname = 'most' AND NOT a.attisdropped)",
      "otherwise": "column public.reviews.most is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_most_check')",
      "otherwise": "the check reviews_most_check of public.reviews is missing, or was taken back because rows break the check reviews_most_check"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_most_check')) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the check reviews_most_check was taken back: rows of public.reviews break the check reviews_most_check';
  END IF;
END
$phasegate$;
-- validate the check reviews_most_check of reviews
DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_most_check' AND NOT c.convalidated) THEN
    ALTER TABLE public.reviews VALIDATE CONSTRAINT reviews_most_check;
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.reviews DROP CONSTRAINT reviews_most_check;
  RAISE WARNING USING MESSAGE = 'constraint reviews_most_check was taken back: ' || SQLERRM;
END
$validate$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
