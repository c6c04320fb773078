-- phasegate: do expand
-- rollout: change_foreign_key_orders_orders_etc, plan 90318147
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_foreign_key_orders_orders_etc",
  "plan_id": "90318147",
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
    "constraint public.orders.orders_second_fkey",
    "constraint public.orders.orders_third_fkey",
    "constraint public.orders.orders_user_id_fkey"
  ],
  "fingerprint": "c7ebd61310a787dc62ef190387107f3a",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_foreign_key_orders_orders_etc",
      "plan_id": "90318147",
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
      "public.orders.orders_second_fkey.cascade": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_second_fkey' AND c.contype = 'f' AND (c.confdeltype <> 'a'))",
      "public.orders.orders_third_fkey.deferrable": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_third_fkey' AND c.contype = 'f' AND (c.condeferrable = false AND c.condeferred = false))"
    },
    "desired_digest": "b62be52327bcf021c162f97d59964f698690f18e61b19ee4a372f13ad23ce955",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey' AND c.convalidated))",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_second_fkey' AND c.contype = 'f' AND (c.confdeltype <> 'a'))",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_third_fkey' AND c.contype = 'f' AND (c.condeferrable = false AND c.condeferred = false))"
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
