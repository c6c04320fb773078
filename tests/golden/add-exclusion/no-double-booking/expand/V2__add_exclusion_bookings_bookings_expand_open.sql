-- phasegate: do expand
-- rollout: add_exclusion_bookings_bookings_, plan 9f764355
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_exclusion_bookings_bookings_",
  "plan_id": "9f764355",
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
    "public.bookings"
  ],
  "touches": [
    "constraint public.bookings.bookings_no_overlap"
  ],
  "fingerprint": "20284bb1dbda61e8a9dff3fa6551cdf3",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "add_exclusion_bookings_bookings_",
      "plan_id": "9f764355",
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
      "public.bookings.bookings_no_overlap.excludes": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_no_overlap')"
    },
    "desired_digest": "8f9193c97aad77bd121ff25456f4ceb7b4849d927ef5de7e8d8f6d26150ae968",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.bookings') AND c.conname = 'bookings_no_overlap')"
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
