-- phasegate: do expand
-- rollout: rename_constraint_reviews_review_etc, plan 70856adc
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_constraint_reviews_review_etc",
  "plan_id": "70856adc",
  "environment": "default",
  "phase": "expand",
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
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "rename_constraint_reviews_review_etc",
      "plan_id": "70856adc",
      "environment": "default",
      "phase": "deploy",
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
      "conditions": []
    },
    "promises": {
      "public.reviews.answers_fk.name": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk'))",
      "public.reviews.reviews_answers_fkey.name": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_answers_fkey') AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'c; --'))",
      "public.reviews.one_code.name": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'one_code') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_code_key'))"
    },
    "desired_digest": "74cb0c13961c4424d892e29e6f82a2ac2bcdd5babe5fae1a48cb9453b0376179",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk'))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_answers_fkey') AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'answers_fk') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'c; --'))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'one_code') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_code_key'))"
      ]
    }
  }
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
