-- phasegate: undo validate (enforce)
-- rollout: change_check_reviews_score____, plan 2ab28dcd
-- what: new rows of reviews obey the check phasegate_new_score; --
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_score; --') OR COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false))
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: new rows of reviews obey the check phasegate_new_score; --
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.reviews DROP CONSTRAINT IF EXISTS "phasegate_new_score; --";
  END IF;
END
$phasegate$;
RESET statement_timeout;
