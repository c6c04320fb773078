-- phasegate: do expand
-- rollout: rewrite_table_a_ddress_etc, plan d105ef36
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rewrite_table_a_ddress_etc",
  "plan_id": "d105ef36",
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
    "public.\"a;ddress\"",
    "public.cache",
    "public.users"
  ],
  "touches": [
    "table public.\"a;ddress\"",
    "table public.cache",
    "table public.users"
  ],
  "fingerprint": "f4d25f6e15b394bbc31f6cc10eefb5f1",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "rewrite_table_a_ddress_etc",
      "plan_id": "d105ef36",
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
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relpersistence = 'p')",
          "otherwise": "not done: make users logged"
        },
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.\"a;ddress\"') AND c.relpersistence = 'p')",
          "otherwise": "not done: make a;ddress logged"
        }
      ]
    },
    "promises": {
      "public.cache.unlogged": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.cache') AND c.relpersistence = 'u')"
    },
    "desired_digest": "64f363700134f8a19f3d4dcd2676bec172311265803d4f1f2f174e2c708909fb",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relpersistence = 'p')",
        "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.\"a;ddress\"') AND c.relpersistence = 'p')"
      ],
      "backfill": [],
      "validate": [],
      "contract": [
        "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.cache') AND c.relpersistence = 'u')"
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
