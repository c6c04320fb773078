-- phasegate: do contract (retire)
-- rollout: drop_collation_we_ird_____etc, plan 1c13c66a
-- what: retire collation public."we""ird; --" by renaming
--   locks: none on relations
--   undo: yes
--   verify: NOT pg_catalog.to_regcollation('public."we""ird; --"') IS NOT NULL
-- what: retire column users.sort by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'sort' AND NOT a.attisdropped)
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
  "part": "retire",
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
  "conditions": [],
  "going": [
    {
      "what": "column public.users.sort (goes)",
      "tables": [
        "public.users"
      ],
      "column": "sort"
    }
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire collation public."we""ird; --" by renaming
  IF (NOT pg_catalog.to_regcollation('public."we""ird; --"') IS NOT NULL) IS NOT TRUE THEN
    ALTER COLLATION public."we""ird; --" RENAME TO "zz_phasegate_we""ird; --";
  END IF;
  -- retire column users.sort by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'sort' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'sort' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public.users.sort';
    END IF;
    ALTER TABLE public.users RENAME COLUMN sort TO zz_phasegate_sort;
  END IF;
END
$phasegate$;
RESET statement_timeout;
