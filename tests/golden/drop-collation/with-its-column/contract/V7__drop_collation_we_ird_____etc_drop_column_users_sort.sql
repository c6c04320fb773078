-- phasegate: do contract (drop)
-- rollout: drop_collation_we_ird_____etc, plan 1c13c66a
-- what: drop column users.sort
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.users.users_sort (all wait, instant)
--   undo: IMPOSSIBLE: the values of public.users.sort are gone
--   note: index public.users.users_sort goes with it
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_sort' AND NOT a.attisdropped)
-- what: drop collation public."we""ird; --"
--   locks: none on relations
--   undo: IMPOSSIBLE: what used collation public."we""ird; --" is gone; create it again as it was: CREATE COLLATION public."we""ird; --" (locale = 'POSIX')
--   verify: NOT pg_catalog.to_regcollation('public."zz_phasegate_we""ird; --"') IS NOT NULL
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
    }
  ],
  "going": [
    {
      "what": "column public.users.sort (goes)",
      "tables": [
        "public.users"
      ],
      "column": "sort"
    }
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "column public.users.sort",
    "index public.users.users_sort"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop column users.sort
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_sort' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN zz_phasegate_sort;
  END IF;
  -- drop collation public."we""ird; --"
  IF (NOT pg_catalog.to_regcollation('public."zz_phasegate_we""ird; --"') IS NOT NULL) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regcollation('public."zz_phasegate_we""ird; --"')::pg_catalog.oid AND d.deptype IN ('n', 'a'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'something is ordered by collation public."zz_phasegate_we""ird; --"';
    END IF;
    DROP COLLATION public."zz_phasegate_we""ird; --";
  END IF;
END
$phasegate$;
RESET statement_timeout;
