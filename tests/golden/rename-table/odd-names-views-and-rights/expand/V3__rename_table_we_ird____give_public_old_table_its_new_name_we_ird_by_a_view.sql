-- phasegate: do expand
-- rollout: rename_table_we_ird____, plan cff5190e
-- what: give public."Old ""Table""" its new name we"ird; -- by a view
--   locks: ACCESS SHARE on public."Old ""Table""" (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public."we""ird; --"') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public."we""ird; --"') IS NOT NULL AND (NOT pg_catalog.to_regclass('public."Old ""Table"""') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public."Old ""Table"""') AND c.relkind = 'v')))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_we_ird____",
  "plan_id": "cff5190e",
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- give public."Old ""Table""" its new name we"ird; -- by a view
  IF (EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public."we""ird; --"') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public."we""ird; --"') IS NOT NULL AND (NOT pg_catalog.to_regclass('public."Old ""Table"""') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public."Old ""Table"""') AND c.relkind = 'v')))) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'we"ird; --') AND NOT pg_catalog.to_regclass('public."we""ird; --"') IS NOT NULL) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the name public."we""ird; --" is taken';
    END IF;
    CREATE VIEW public."we""ird; --" WITH (security_invoker = true) AS SELECT id, "Full Name" FROM public."Old ""Table""";
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', p.of_view, c.relowner::pg_catalog.regrole)
      FROM (VALUES ('public."Old ""Table"""', 'public."we""ird; --"')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
      JOIN pg_catalog.pg_class AS v ON v.oid = pg_catalog.to_regclass(p.of_view) AND v.relowner <> c.relowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, p.of_view,
                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (VALUES ('public."Old ""Table"""', 'public."we""ird; --"')) AS p(of_table, of_view)
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
