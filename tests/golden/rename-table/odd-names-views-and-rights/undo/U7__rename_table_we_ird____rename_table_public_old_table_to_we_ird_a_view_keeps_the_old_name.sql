-- phasegate: undo contract (retire)
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
  "direction": "undo",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: rename table public."Old ""Table""" to we"ird; --; a view keeps the old name
  IF (false) IS NOT TRUE THEN
    DROP VIEW IF EXISTS public."Old ""Table""";
    ALTER TABLE public."we""ird; --" RENAME TO "Old ""Table""";
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
