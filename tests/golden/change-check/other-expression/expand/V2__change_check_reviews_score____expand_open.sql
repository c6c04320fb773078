-- phasegate: do expand
-- rollout: change_check_reviews_score____, plan 2ab28dcd
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_check_reviews_score____",
  "plan_id": "2ab28dcd",
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
    "constraint public.reviews.\"phasegate_new_score; --\"",
    "constraint public.reviews.\"score; --\""
  ],
  "fingerprint": "8cb86a65f3fc0312deb1d53be254bf18",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_check_reviews_score____",
      "plan_id": "2ab28dcd",
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
      "public.reviews.\"score; --\".check": "COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false)"
    },
    "desired_digest": "02f4aa3b0d2bffb833030566d7406d8e26a5958e0c8292a6f8af956da4c195a8",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_score; --') OR COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_score; --' AND c.convalidated) OR COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false))",
        "COALESCE(phasegate.check_text('public.reviews', 'score; --') <> '((score >= 0) AND (score <= 100))', false)"
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
