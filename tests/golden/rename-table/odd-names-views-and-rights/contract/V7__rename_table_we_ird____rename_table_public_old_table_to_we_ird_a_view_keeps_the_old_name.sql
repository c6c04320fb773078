-- phasegate: do contract (retire)
-- rollout: rename_table_we_ird____, plan cff5190e
-- what: rename table public."Old ""Table""" to we"ird; --; a view keeps the old name
--   locks: ACCESS EXCLUSIVE on public."Old ""Table""" (all wait, instant); ACCESS EXCLUSIVE on public."we""ird; --" (all wait, instant)
--   undo: yes
--   note: no row is touched (rows unknown (never analysed), 0.0 MB with indexes)
--   note: functions whose text says Old "Table" are served by the view of that name until it is dropped; the gate before contract asks for them
--   verify: pg_catalog.to_regclass('public."we""ird; --"') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public."we""ird; --"') AND c.relkind = 'v')
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
  "part": "retire",
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
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- rename table public."Old ""Table""" to we"ird; --; a view keeps the old name
  IF (pg_catalog.to_regclass('public."we""ird; --"') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public."we""ird; --"') AND c.relkind = 'v')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass('public."we""ird; --"') AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_type AS y ON y.oid = c.reltype JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray) WHERE c.oid = pg_catalog.to_regclass('public."we""ird; --"') AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass) AND d.deptype = 'n') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid = pg_catalog.to_regclass('public."we""ird; --"') AND f.conrelid <> f.confrelid) AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = 'public' AND p.tablename = 'Old "Table"')) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, function or statistics object mentions the view public."we""ird; --", which the table takes the place of, or a publication sends public."Old ""Table""" under its old name';
    END IF;
    DROP VIEW public."we""ird; --";
    ALTER TABLE public."Old ""Table""" RENAME TO "we""ird; --";
    CREATE VIEW public."Old ""Table""" WITH (security_invoker = true) AS SELECT id, "Full Name" FROM public."we""ird; --";
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', p.of_view, c.relowner::pg_catalog.regrole)
      FROM (VALUES ('public."we""ird; --"', 'public."Old ""Table"""')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
      JOIN pg_catalog.pg_class AS v ON v.oid = pg_catalog.to_regclass(p.of_view) AND v.relowner <> c.relowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, p.of_view,
                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (VALUES ('public."we""ird; --"', 'public."Old ""Table"""')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
     CROSS JOIN LATERAL (SELECT NULL::text AS name, c.relacl AS acl
                         UNION ALL SELECT a.attname::text, a.attacl FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS x
     CROSS JOIN LATERAL pg_catalog.aclexplode(x.acl) AS e
     WHERE e.grantee <> c.relowner AND e.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  LOOP
    EXECUTE line;
  END LOOP;
END
$rights$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
