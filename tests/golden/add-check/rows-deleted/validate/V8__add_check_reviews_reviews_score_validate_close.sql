-- phasegate: do validate (enforce)
-- rollout: add_check_reviews_reviews_score_, plan 45676a59
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
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
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check' AND c.convalidated)",
      "otherwise": "the check reviews_score_check of public.reviews is not valid"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('add_check_reviews_reviews_score_');
END
$phasegate$;
RESET statement_timeout;
