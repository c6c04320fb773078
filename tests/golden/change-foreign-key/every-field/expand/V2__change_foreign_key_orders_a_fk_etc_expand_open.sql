-- phasegate: do expand
-- rollout: change_foreign_key_orders_a_fk_etc, plan 0b667c86
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_foreign_key_orders_a_fk_etc",
  "plan_id": "0b667c86",
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
    "public.\"we\"\"ird; --\""
  ],
  "touches": [
    "constraint public.orders.a_fk",
    "constraint public.orders.b_fk",
    "constraint public.orders.c_fk",
    "constraint public.orders.d_fk",
    "constraint public.orders.e_fk",
    "constraint public.orders.phasegate_new_a_fk",
    "constraint public.orders.phasegate_new_b_fk"
  ],
  "fingerprint": "2bf5aa59aa16db8c49cf57e723b238a4",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_foreign_key_orders_a_fk_etc",
      "plan_id": "0b667c86",
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
      "conditions": [
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'd_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = false))",
          "otherwise": "the foreign key d_fk of public.orders is not checked at once, or later where asked for"
        }
      ]
    },
    "promises": {
      "public.orders.e_fk.deferrable": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'e_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = true))",
      "public.orders.a_fk.foreign_key": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'a_fk' AND c.contype = 'f' AND (c.confrelid IS DISTINCT FROM pg_catalog.to_regclass('public.users') OR c.confdeltype <> 'a'))",
      "public.orders.b_fk.foreign_key": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'b_fk' AND c.contype = 'f' AND (c.confmatchtype <> 's'))",
      "public.orders.c_fk.cascade": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'c_fk' AND c.contype = 'f' AND (c.confupdtype <> 'a' OR c.confdeltype <> 'c' OR c.confdelsetcols IS NOT NULL))"
    },
    "desired_digest": "3cbbacf409bea5594cbc2b51f3f32ac306e4c0c33d35c973bbf748a4e336fdb9",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'd_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = false))"
      ],
      "backfill": [],
      "validate": [
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'e_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = true))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_a_fk') OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'a_fk' AND c.contype = 'f' AND (c.confrelid IS DISTINCT FROM pg_catalog.to_regclass('public.users') OR c.confdeltype <> 'a')))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_a_fk' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'a_fk' AND c.contype = 'f' AND (c.confrelid IS DISTINCT FROM pg_catalog.to_regclass('public.users') OR c.confdeltype <> 'a')))",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'a_fk' AND c.contype = 'f' AND (c.confrelid IS DISTINCT FROM pg_catalog.to_regclass('public.users') OR c.confdeltype <> 'a'))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_b_fk') OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'b_fk' AND c.contype = 'f' AND (c.confmatchtype <> 's')))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_b_fk' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'b_fk' AND c.contype = 'f' AND (c.confmatchtype <> 's')))",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'b_fk' AND c.contype = 'f' AND (c.confmatchtype <> 's'))",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'c_fk' AND c.contype = 'f' AND (c.confupdtype <> 'a' OR c.confdeltype <> 'c' OR c.confdelsetcols IS NOT NULL))",
        "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'c_fk' AND c.convalidated) AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'c_fk' AND c.contype = 'f' AND (c.confupdtype <> 'a' OR c.confdeltype <> 'c' OR c.confdelsetcols IS NOT NULL)))"
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
