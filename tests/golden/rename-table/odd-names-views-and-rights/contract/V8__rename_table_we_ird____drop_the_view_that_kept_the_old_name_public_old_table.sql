-- phasegate: do contract (drop)
-- rollout: rename_table_we_ird____, plan cff5190e
-- what: drop the view that kept the old name public."Old ""Table"""
--   locks: ACCESS EXCLUSIVE on public."Old ""Table""" (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public."Old ""Table"""') AND c.relkind = 'v')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_we_ird____",
  "plan_id": "cff5190e",
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
    "public.\"Old \"\"Table\"\"\""
  ],
  "touches": [
    "column public.\"Old \"\"Table\"\"\".\"Full Name\"",
    "column public.\"Old \"\"Table\"\"\".id",
    "policy public.\"Old \"\"Table\"\"\".everybody",
    "constraint public.\"Old \"\"Table\"\"\".keeps_its_name",
    "table public.\"Old \"\"Table\"\"\"",
    "table public.\"we\"\"ird; --\"",
    "trigger public.\"Old \"\"Table\"\"\".\"stamp it\"",
    "view public.\"Old \"\"Table\"\"\"",
    "view public.eldest",
    "view public.seniors",
    "view public.\"we\"\"ird; --\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public.\"we\"\"ird; --\"') IS NOT NULL AND (NOT pg_catalog.to_regclass('public.\"Old \"\"Table\"\"\"') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.\"Old \"\"Table\"\"\"') AND c.relkind = 'v')))",
      "otherwise": "the view public.\"we\"\"ird; --\" is missing, or something else bears its name"
    },
    {
      "sql": "pg_catalog.to_regclass('public.\"we\"\"ird; --\"') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND c.relkind = 'v')",
      "otherwise": "public.\"we\"\"ird; --\" is not the table yet"
    }
  ],
  "going": [
    {
      "what": "table public.\"Old \"\"Table\"\"\" (is renamed)",
      "tables": [
        "public.\"Old \"\"Table\"\"\""
      ]
    }
  ],
  "unproven": [
    "constraint public.\"Old \"\"Table\"\"\".keeps_its_name"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop the view that kept the old name public."Old ""Table"""
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public."Old ""Table"""') AND c.relkind = 'v')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass('public."Old ""Table"""') AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_type AS y ON y.oid = c.reltype JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray) WHERE c.oid = pg_catalog.to_regclass('public."Old ""Table"""') AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass) AND d.deptype = 'n') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid = pg_catalog.to_regclass('public."Old ""Table"""') AND f.conrelid <> f.confrelid)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, function or statistics object mentions the view public."Old ""Table"""';
    END IF;
    DROP VIEW public."Old ""Table""";
  END IF;
END
$phasegate$;
RESET statement_timeout;
