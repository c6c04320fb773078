-- phasegate: do expand
-- rollout: drop_identity_orders_id, plan 9475c109
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_orders_id",
  "plan_id": "9475c109",
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
    "column public.orders.id"
  ],
  "fingerprint": "6c763c69940788db9bb6ed1f0e558f4b",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_identity_orders_id",
      "plan_id": "9475c109",
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
      "public.orders.id.default": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = '') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef))"
    },
    "desired_digest": "3855beaa005a643e54263d1e0b9186ce355dcf6152b10deb6258305dd64953b1",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = '') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef))"
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
