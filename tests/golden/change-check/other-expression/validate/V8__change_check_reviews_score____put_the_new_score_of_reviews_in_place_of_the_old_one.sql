-- phasegate: do validate (enforce)
-- rollout: change_check_reviews_score____, plan 2ab28dcd
-- what: put the new score; -- of reviews in place of the old one
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant)
--   undo: yes
--   verify: COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false)
SET statement_timeout = '30s';
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
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_score; --' AND c.convalidated) OR COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false))",
      "otherwise": "the check phasegate_new_score; -- of public.reviews is not valid"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- put the new score; -- of reviews in place of the old one
  IF (COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false)) IS NOT TRUE THEN
    IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_score; --')) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the constraint phasegate_new_score; -- is not there';
    END IF;
    ALTER TABLE public.reviews DROP CONSTRAINT "score; --";
    ALTER TABLE public.reviews RENAME CONSTRAINT "phasegate_new_score; --" TO "score; --";
  END IF;
END
$phasegate$;
RESET statement_timeout;
