-- phasegate: do validate (enforce)
-- rollout: add_check_reviews_reviews_score_, plan 45676a59
-- what: validate the check reviews_score_check of reviews
--   locks: SHARE UPDATE EXCLUSIVE on public.reviews (nobody waits, scans)
--   undo: nothing needed: the constraint goes with its own step
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check' AND c.convalidated)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_check_reviews_reviews_score_",
  "plan_id": "45676a59",
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
    "public.replies",
    "public.reviews"
  ],
  "touches": [
    "constraint public.reviews.reviews_score_check"
  ],
  "fingerprint": "09b03c8d6baf41b622d40f963917d45e",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check')",
      "otherwise": "the check reviews_score_check of public.reviews is missing, or was taken back because rows break the check reviews_score_check"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_check_reviews_reviews_score_' AND p.step = 'add-check public.reviews.reviews_score_check: clean up'), false)",
      "otherwise": "not every row is filled: delete the rows of public.reviews that break reviews_score_check, in batches"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check')) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the check reviews_score_check was taken back: rows of public.reviews break the check reviews_score_check';
  END IF;
END
$phasegate$;
-- validate the check reviews_score_check of reviews
DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check' AND NOT c.convalidated) THEN
    ALTER TABLE public.reviews VALIDATE CONSTRAINT reviews_score_check;
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.reviews DROP CONSTRAINT reviews_score_check;
  RAISE WARNING USING MESSAGE = 'constraint reviews_score_check was taken back: ' || SQLERRM;
END
$validate$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
