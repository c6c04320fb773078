-- phasegate: do validate (enforce)
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
    "constraint public.reviews.a_check",
    "constraint public.reviews.b_check",
    "constraint public.reviews.c_check",
    "constraint public.reviews.phasegate_new_a_check"
  ],
  "fingerprint": "8cb86a65f3fc0312deb1d53be254bf18",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'b_check') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'b_check' AND c.convalidated))",
      "otherwise": "the constraint b_check of public.reviews is still valid"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_a_check') OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'a_check' AND c.connoinherit = true))",
      "otherwise": "the check phasegate_new_a_check of public.reviews is missing, or was taken back because rows break the check phasegate_new_a_check"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_a_check' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'a_check' AND c.connoinherit = true))",
      "otherwise": "the check phasegate_new_a_check of public.reviews is not valid"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'a_check' AND c.connoinherit = true)",
      "otherwise": "the constraint a_check of public.reviews still has its old form"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- replace the constraint c_check of reviews
  IF (COALESCE(phasegate.check_text('public.reviews', 'c_check') <> '(note <> ''''::text)', false)) IS NOT TRUE THEN
    ALTER TABLE public.reviews DROP CONSTRAINT c_check;
    ALTER TABLE public.reviews ADD CONSTRAINT c_check CHECK (length(note) > 1) NOT VALID;
  END IF;
END
$phasegate$;
RESET statement_timeout;
