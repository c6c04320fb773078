-- phasegate: do validate (enforce)
-- rollout: add_check_reviews_reviews_score_, plan 45676a59
-- what: new rows of reviews obey the check reviews_score_check
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check')
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- new rows of reviews obey the check reviews_score_check
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check')) IS NOT TRUE THEN
    ALTER TABLE public.reviews ADD CONSTRAINT reviews_score_check CHECK (score between 0 and 100) NOT VALID;
  END IF;
END
$phasegate$;
RESET statement_timeout;
