-- phasegate: undo expand
-- rollout: add_column_reviews_most_etc, plan 79930d09
-- what: add column reviews.most
--   locks: ACCESS EXCLUSIVE on public.reviews (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.reviews') AND a.attname = 'most' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_reviews_most_etc",
  "plan_id": "79930d09",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.reviews WHERE most IS DISTINCT FROM 100",
      "what": "rows whose values only the next version could have written (add column reviews.most)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add column reviews.most
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.reviews DROP COLUMN most;
  END IF;
END
$phasegate$;
RESET statement_timeout;
