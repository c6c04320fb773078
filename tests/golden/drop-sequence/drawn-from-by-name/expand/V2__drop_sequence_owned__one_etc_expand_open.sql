-- phasegate: do expand
-- rollout: drop_sequence_owned__one_etc, plan f67052e8
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_sequence_owned__one_etc",
  "plan_id": "f67052e8",
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
  "tables": [],
  "touches": [
    "sequence public.\"owned; one\"",
    "sequence public.ticket_numbers",
    "sequence public.\"zz_phasegate_owned; one\"",
    "sequence public.zz_phasegate_ticket_numbers"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_sequence_owned__one_etc",
      "plan_id": "f67052e8",
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
    "promises": {},
    "desired_digest": "a4c35ffcb4af956f73844ef21ba1247b67a693f36654d7dfe08284c3426c5d1c",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "NOT pg_catalog.to_regclass('public.\"owned; one\"') IS NOT NULL",
        "NOT pg_catalog.to_regclass('public.ticket_numbers') IS NOT NULL",
        "NOT pg_catalog.to_regclass('public.\"zz_phasegate_owned; one\"') IS NOT NULL",
        "NOT pg_catalog.to_regclass('public.zz_phasegate_ticket_numbers') IS NOT NULL"
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
