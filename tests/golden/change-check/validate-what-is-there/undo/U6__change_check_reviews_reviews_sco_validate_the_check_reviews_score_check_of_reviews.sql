-- phasegate: undo validate (enforce)
-- rollout: change_check_reviews_reviews_sco, plan 733005ef
-- what: validate the check reviews_score_check of reviews
--   locks: SHARE UPDATE EXCLUSIVE on public.reviews (nobody waits, scans)
--   undo: yes
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check' AND c.convalidated)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_check_reviews_reviews_sco",
  "plan_id": "733005ef",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: validate the check reviews_score_check of reviews
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.reviews DROP CONSTRAINT reviews_score_check;
    ALTER TABLE public.reviews ADD CONSTRAINT reviews_score_check CHECK (((score >= 0) AND (score <= 100))) NOT VALID;
  END IF;
END
$phasegate$;
RESET statement_timeout;
