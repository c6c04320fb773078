-- phasegate: undo validate (enforce)
-- rollout: change_check_reviews_a_check_etc, plan 0b0de035
-- what: prove that no row of reviews breaks a_check
--   locks: ACCESS SHARE on public.reviews (nobody waits, scans)
--   undo: yes
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_check_reviews_a_check_etc",
  "plan_id": "0b0de035",
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
  -- undo: prove that no row of reviews breaks a_check
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.reviews VALIDATE CONSTRAINT a_check;
  END IF;
END
$phasegate$;
RESET statement_timeout;
