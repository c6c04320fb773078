-- phasegate: do validate (enforce)
-- rollout: add_check_reviews_reviews_score_, plan 45676a59
-- what: delete the rows of public.reviews that break reviews_score_check, in batches
--   locks: ROW EXCLUSIVE on public.reviews (nobody waits, batches); ROW SHARE on public.replies (nobody waits, batches)
--   undo: IMPOSSIBLE: the deleted rows are gone
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_check_reviews_reviews_score_' AND p.step = 'add-check public.reviews.reviews_score_check: clean up'), false)
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
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- delete the rows of public.reviews that break reviews_score_check, in batches
CALL phasegate.backfill('add_check_reviews_reviews_score_', 'add-check public.reviews.reviews_score_check: clean up', 'public.reviews',
  '',
  '(score between 0 and 100) IS FALSE');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
