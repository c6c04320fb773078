-- phasegate: do contract (drop)
-- rollout: drop_collation_we_ird_____etc, plan 1c13c66a
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_collation_we_ird_____etc",
  "plan_id": "1c13c66a",
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
  "part": "drop",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "collation public.\"we\"\"ird; --\"",
    "collation public.\"zz_phasegate_we\"\"ird; --\"",
    "column public.users.sort",
    "column public.users.zz_phasegate_sort",
    "index public.users_sort"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": [
    {
      "sql": "NOT pg_catalog.to_regcollation('public.\"we\"\"ird; --\"') IS NOT NULL",
      "otherwise": "collation public.\"we\"\"ird; --\" is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'sort' AND NOT a.attisdropped)",
      "otherwise": "column public.users.sort is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_sort' AND NOT a.attisdropped)",
      "otherwise": "the retired column zz_phasegate_sort is still there"
    },
    {
      "sql": "NOT pg_catalog.to_regcollation('public.\"zz_phasegate_we\"\"ird; --\"') IS NOT NULL",
      "otherwise": "the retired collation public.\"zz_phasegate_we\"\"ird; --\" is still there"
    }
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('drop_collation_we_ird_____etc');
END
$phasegate$;
RESET statement_timeout;
