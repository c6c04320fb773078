-- phasegate: do expand
-- rollout: drop_check_reviews_reviews_score, plan 917b365e
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_check_reviews_reviews_score",
  "plan_id": "917b365e",
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
    "constraint public.reviews.reviews_score_check"
  ],
  "fingerprint": "ce057580ad1e5eb39e7cec1fee4995be",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_check_reviews_reviews_score",
      "plan_id": "917b365e",
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
      "public.reviews.reviews_score_check.dropped": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check')"
    },
    "desired_digest": "e4599621748fcfdbaabae9caa7d00812aa053fb7ad1ca5bb43ccc2712facdb0d",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check')"
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
