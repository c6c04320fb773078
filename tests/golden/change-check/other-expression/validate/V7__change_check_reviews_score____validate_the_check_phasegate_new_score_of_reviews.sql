-- phasegate: do validate (enforce)
-- rollout: change_check_reviews_score____, plan 2ab28dcd
-- what: validate the check phasegate_new_score; -- of reviews
--   locks: SHARE UPDATE EXCLUSIVE on public.reviews (nobody waits, scans)
--   undo: nothing needed: the constraint goes with its own step
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_score; --' AND c.convalidated) OR COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false))
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_check_reviews_score____",
  "plan_id": "2ab28dcd",
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
    "constraint public.reviews.\"phasegate_new_score; --\"",
    "constraint public.reviews.\"score; --\""
  ],
  "fingerprint": "8cb86a65f3fc0312deb1d53be254bf18",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_score; --') OR COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false))",
      "otherwise": "the check phasegate_new_score; -- of public.reviews is missing, or was taken back because rows break the check phasegate_new_score; --"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_score; --') OR COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false))) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the check phasegate_new_score; -- was taken back: rows of public.reviews break the check phasegate_new_score; --';
  END IF;
END
$phasegate$;
-- validate the check phasegate_new_score; -- of reviews
DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_score; --' AND NOT c.convalidated) THEN
    ALTER TABLE public.reviews VALIDATE CONSTRAINT "phasegate_new_score; --";
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.reviews DROP CONSTRAINT "phasegate_new_score; --";
  RAISE WARNING USING MESSAGE = 'constraint phasegate_new_score; -- was taken back: ' || SQLERRM;
END
$validate$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
