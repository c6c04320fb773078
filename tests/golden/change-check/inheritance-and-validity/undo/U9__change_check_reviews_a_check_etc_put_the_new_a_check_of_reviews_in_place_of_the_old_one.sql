-- phasegate: undo validate (enforce)
-- rollout: change_check_reviews_a_check_etc, plan 0b0de035
-- what: put the new a_check of reviews in place of the old one
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'a_check' AND c.connoinherit = true)
SET statement_timeout = '30s';
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
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.reviews WHERE ((score >= 0)) IS FALSE",
      "what": "rows whose values only the next version could have written (put the new a_check of reviews in place of the old one)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: put the new a_check of reviews in place of the old one
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.reviews RENAME CONSTRAINT a_check TO phasegate_new_a_check;
    ALTER TABLE public.reviews ADD CONSTRAINT a_check CHECK ((score >= 0)) NOT VALID;
  END IF;
END
$phasegate$;
RESET statement_timeout;
