-- phasegate: undo validate (enforce)
-- rollout: change_check_reviews_a_check_etc, plan 0b0de035
-- what: replace the constraint c_check of reviews
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant)
--   undo: yes
--   note: undo scans the table under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.0 MB with indexes), within statement_timeout
--   note: a row from before that breaks it cannot be updated any more, whatever column the update is about
--   verify: COALESCE(phasegate.check_text('public.reviews', 'c_check') <> '(note <> ''''::text)', false)
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
      "sql": "SELECT count(*) FROM public.reviews WHERE ((note <> ''::text)) IS FALSE",
      "what": "rows whose values only the next version could have written (replace the constraint c_check of reviews)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: replace the constraint c_check of reviews
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.reviews DROP CONSTRAINT c_check;
    ALTER TABLE public.reviews ADD CONSTRAINT c_check CHECK ((note <> ''::text));
  END IF;
END
$phasegate$;
RESET statement_timeout;
