-- phasegate: do expand
-- rollout: rewrite_table_a_ddress_etc, plan d105ef36
-- what: make users logged
--   locks: ACCESS EXCLUSIVE on public.users (all wait, rewrites)
--   undo: yes
--   note: writes rows unknown (never analysed), 0.0 MB with indexes anew while everybody waits
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relpersistence = 'p')
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- make users logged
  IF (EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relpersistence = 'p')) IS NOT TRUE THEN
    IF (pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.users')) <= 33554432) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'table public.users has grown since the plan was made, so this would stop everybody for too long: change it by hand in a maintenance window, or make a new table and move the rows';
    END IF;
    ALTER TABLE public.users SET LOGGED;
  END IF;
END
$phasegate$;
RESET statement_timeout;
