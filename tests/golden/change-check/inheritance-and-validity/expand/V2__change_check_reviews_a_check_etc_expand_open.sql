-- phasegate: do expand
-- rollout: change_check_reviews_a_check_etc, plan 0b0de035
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_check_reviews_a_check_etc",
  "plan_id": "0b0de035",
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
    "constraint public.reviews.a_check",
    "constraint public.reviews.b_check",
    "constraint public.reviews.c_check",
    "constraint public.reviews.phasegate_new_a_check"
  ],
  "fingerprint": "8cb86a65f3fc0312deb1d53be254bf18",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_check_reviews_a_check_etc",
      "plan_id": "0b0de035",
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
      "public.reviews.a_check.check": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'a_check' AND c.connoinherit = true)",
      "public.reviews.c_check.check": "COALESCE(phasegate.check_text('public.reviews', 'c_check') <> '(note <> ''''::text)', false)"
    },
    "desired_digest": "fd3cec844733add09e519a4aab6acfbc27ca1ed54b7b2633085141b09fce2eb8",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'b_check') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'b_check' AND c.convalidated))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_a_check') OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'a_check' AND c.connoinherit = true))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'phasegate_new_a_check' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'a_check' AND c.connoinherit = true))",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.reviews') AND c.conname = 'a_check' AND c.connoinherit = true)",
        "COALESCE(phasegate.check_text('public.reviews', 'c_check') <> '(note <> ''''::text)', false)"
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
