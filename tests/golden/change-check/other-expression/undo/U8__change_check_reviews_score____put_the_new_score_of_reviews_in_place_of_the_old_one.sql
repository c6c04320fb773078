-- phasegate: undo validate (enforce)
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
  "direction": "undo",
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
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.reviews WHERE (((score >= 0) AND (score <= 100))) IS FALSE",
      "what": "rows whose values only the next version could have written (put the new score; -- of reviews in place of the old one)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: put the new score; -- of reviews in place of the old one
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.reviews RENAME CONSTRAINT "score; --" TO "phasegate_new_score; --";
    ALTER TABLE public.reviews ADD CONSTRAINT "score; --" CHECK (((score >= 0) AND (score <= 100))) NOT VALID;
    COMMENT ON CONSTRAINT "score; --" ON public.reviews IS 'per cent';
  END IF;
END
$phasegate$;
RESET statement_timeout;
