-- phasegate: do contract
-- rollout: rewrite_table_a_ddress_etc, plan d105ef36
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rewrite_table_a_ddress_etc",
  "plan_id": "d105ef36",
  "environment": "default",
  "phase": "contract",
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
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relpersistence = 'p')",
      "otherwise": "not done: make users logged"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.\"a;ddress\"') AND c.relpersistence = 'p')",
      "otherwise": "not done: make a;ddress logged"
    }
  ],
  "soak_seconds": 0,
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
