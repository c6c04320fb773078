-- phasegate: do contract (retire)
-- rollout: rename_constraint_reviews_review_etc, plan 70856adc
-- what: asks whether everything is done, and closes the rollout
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
  "part": "retire",
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
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk'))",
      "otherwise": "the constraint reviews_answers_fkey of public.reviews still has its old name"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_answers_fkey') AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'c; --'))",
      "otherwise": "the constraint c; -- of public.reviews still has its old name"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'one_code') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_code_key'))",
      "otherwise": "the constraint reviews_code_key of public.reviews still has its old name"
    }
  ],
  "unproven": [
    "constraint public.reviews.\"c; --\"",
    "constraint public.reviews.answers_fk",
    "constraint public.reviews.one_code",
    "constraint public.reviews.reviews_answers_fkey",
    "constraint public.reviews.reviews_code_key"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('rename_constraint_reviews_review_etc');
END
$phasegate$;
RESET statement_timeout;
