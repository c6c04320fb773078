-- phasegate: do expand
-- rollout: rename_sequence_we_ird____, plan a07e9564
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_sequence_we_ird____",
  "plan_id": "a07e9564",
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
    "column public.orders.id",
    "sequence public.order_ids",
    "sequence public.\"we\"\"ird; --\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "rename_sequence_we_ird____",
      "plan_id": "a07e9564",
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
      "public.\"we\"\"ird; --\"": "(pg_catalog.to_regclass('public.\"we\"\"ird; --\"') IS NOT NULL AND NOT pg_catalog.to_regclass('public.order_ids') IS NOT NULL)"
    },
    "desired_digest": "031a3fd6939dfe480724ddbc42d31b9d952784950041406b571214475f5decbe",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "(pg_catalog.to_regclass('public.\"we\"\"ird; --\"') IS NOT NULL AND NOT pg_catalog.to_regclass('public.order_ids') IS NOT NULL)"
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
