-- phasegate: do expand
-- rollout: drop_default_orders_state, plan b65c9cf2
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_default_orders_state",
  "plan_id": "b65c9cf2",
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
    "public.orders"
  ],
  "touches": [
    "column public.orders.state"
  ],
  "fingerprint": "3a9a6c7b7f09a7e26c7d21984547e26c",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_default_orders_state",
      "plan_id": "b65c9cf2",
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
      "public.orders.state.no_default": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'state' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'state' AND NOT a.attisdropped AND a.atthasdef)"
    },
    "desired_digest": "02ae8d51126e9cfdd45284fcb955e60ffb9e7c105c7a1ecb17889a9c04acf482",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'state' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'state' AND NOT a.attisdropped AND a.atthasdef)"
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
