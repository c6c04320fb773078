-- phasegate: do expand
-- rollout: change_check_reviews_reviews_sco, plan 733005ef
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_check_reviews_reviews_sco",
  "plan_id": "733005ef",
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
  "fingerprint": "8cb86a65f3fc0312deb1d53be254bf18",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_check_reviews_reviews_sco",
      "plan_id": "733005ef",
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
      "public.reviews.reviews_score_check.check": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check' AND c.convalidated)"
    },
    "desired_digest": "62f1d380f3bb866db44e87b3033a145de6c88ee2384b7484d9f553480cb54bc0",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'reviews_score_check' AND c.convalidated)"
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
