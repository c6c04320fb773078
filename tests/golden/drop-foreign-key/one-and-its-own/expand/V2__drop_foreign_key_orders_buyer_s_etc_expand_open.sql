-- phasegate: do expand
-- rollout: drop_foreign_key_orders_buyer_s_etc, plan d9f5a001
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_foreign_key_orders_buyer_s_etc",
  "plan_id": "d9f5a001",
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
    "public.orders",
    "public.users"
  ],
  "touches": [
    "constraint public.orders.\"buyer's\"",
    "constraint public.orders.gift_fk",
    "constraint public.orders.orders_repeats_fkey"
  ],
  "fingerprint": "25a7bd6b54a6f49342a02f2a378235da",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_foreign_key_orders_buyer_s_etc",
      "plan_id": "d9f5a001",
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
      "public.orders.\"buyer's\".dropped": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'buyer''s')",
      "public.orders.gift_fk.dropped": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'gift_fk')",
      "public.orders.orders_repeats_fkey.dropped": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_repeats_fkey')"
    },
    "desired_digest": "f912ac747d1bcf5866e5082cd2280632f27d565c069ce7b38bf8235d85d5738b",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'buyer''s')",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'gift_fk')",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_repeats_fkey')"
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
