-- phasegate: do contract
-- rollout: rename_constraint_reviews_review_etc, plan 70856adc
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_constraint_reviews_review_etc",
  "plan_id": "70856adc",
  "environment": "default",
  "phase": "contract",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.reviews"
  ],
  "touches": [
    "constraint public.reviews.\"c; --\"",
    "constraint public.reviews.reviews_answers_fkey",
    "constraint public.reviews.answers_fk",
    "constraint public.reviews.reviews_answers_fkey",
    "constraint public.reviews.one_code",
    "constraint public.reviews.reviews_code_key"
  ],
  "fingerprint": "fce33484e509b871896a5874c36d7364",
  "conditions": [],
  "unproven": [
    "constraint public.reviews.\"c; --\"",
    "constraint public.reviews.answers_fk",
    "constraint public.reviews.one_code",
    "constraint public.reviews.reviews_answers_fkey",
    "constraint public.reviews.reviews_code_key"
  ],
  "soak_seconds": 0,
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
