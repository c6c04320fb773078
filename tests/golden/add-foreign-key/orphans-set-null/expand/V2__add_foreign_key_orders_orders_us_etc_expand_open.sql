-- phasegate: do expand
-- rollout: add_foreign_key_orders_orders_us_etc, plan d3dbaff3
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_foreign_key_orders_orders_us_etc",
  "plan_id": "d3dbaff3",
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
    "public.users",
    "public.visits",
    "public.\"we\"\"ird; --\""
  ],
  "touches": [
    "constraint public.orders.orders_user_fk",
    "constraint public.visits.visits_user_fk",
    "constraint public.\"we\"\"ird; --\".next_fk"
  ],
  "fingerprint": "74cd0a630831bca19db2f50ccfb7e0e0",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "add_foreign_key_orders_orders_us_etc",
      "plan_id": "d3dbaff3",
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
      "public.orders.orders_user_fk.foreign_key": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk' AND c.convalidated)",
      "public.visits.visits_user_fk.cascade": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.visits') AND c.conname = 'visits_user_fk' AND c.convalidated)",
      "public.\"we\"\"ird; --\".next_fk.foreign_key": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND c.conname = 'next_fk' AND c.convalidated)"
    },
    "desired_digest": "11120152bc3d002c40cbd372a65ac91524bfb3b6503e24e71673d3759fb7d1c2",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk')",
        "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_foreign_key_orders_orders_us_etc' AND p.step = 'add-foreign-key public.orders.orders_user_fk: clean up'), false)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk' AND c.convalidated)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.visits') AND c.conname = 'visits_user_fk')",
        "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_foreign_key_orders_orders_us_etc' AND p.step = 'add-foreign-key public.visits.visits_user_fk: clean up'), false)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.visits') AND c.conname = 'visits_user_fk' AND c.convalidated)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND c.conname = 'next_fk')",
        "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_foreign_key_orders_orders_us_etc' AND p.step = 'add-foreign-key public.\"we\"\"ird; --\".next_fk: clean up'), false)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND c.conname = 'next_fk' AND c.convalidated)"
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
