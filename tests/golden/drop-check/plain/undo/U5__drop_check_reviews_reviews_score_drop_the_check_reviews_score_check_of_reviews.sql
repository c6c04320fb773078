-- phasegate: undo validate (open)
-- rollout: drop_check_reviews_reviews_score, plan 917b365e
-- what: drop the check reviews_score_check of reviews
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant)
--   undo: yes
--   note: undo scans the table under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.0 MB with indexes), within statement_timeout; on a large table, plan the way back as an add-check instead
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_check_reviews_reviews_score",
  "plan_id": "917b365e",
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
  "part": "open",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.reviews WHERE (((score >= 0) AND (score <= 100))) IS FALSE",
      "what": "rows whose values only the next version could have written (drop the check reviews_score_check of reviews)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop the check reviews_score_check of reviews
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.reviews ADD CONSTRAINT reviews_score_check CHECK (((score >= 0) AND (score <= 100)));
    COMMENT ON CONSTRAINT reviews_score_check ON public.reviews IS 'per cent; it''s old';
  END IF;
END
$phasegate$;
RESET statement_timeout;
