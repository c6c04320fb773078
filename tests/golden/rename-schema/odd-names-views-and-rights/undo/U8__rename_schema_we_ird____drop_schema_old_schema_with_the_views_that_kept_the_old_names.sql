-- phasegate: undo contract (drop)
-- rollout: rename_schema_we_ird____, plan 98e14308
-- what: drop schema "Old ""Schema""; --" with the views that kept the old names
--   locks: ACCESS EXCLUSIVE on "Old ""Schema""; --"."some 't'able" (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'Old "Schema"; --')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_we_ird____",
  "plan_id": "98e14308",
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
  "part": "drop",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop schema "Old ""Schema""; --" with the views that kept the old names
  IF (false) IS NOT TRUE THEN
    CREATE SCHEMA "Old ""Schema""; --";
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER SCHEMA %I OWNER TO %s', o.nspname, n.nspowner::pg_catalog.regrole)
      FROM pg_catalog.pg_namespace AS n, pg_catalog.pg_namespace AS o
     WHERE n.nspname = 'we"ird; --' AND o.nspname = 'Old "Schema"; --' AND o.nspowner <> n.nspowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s ON SCHEMA %I TO %s%s', e.privilege_type, 'Old "Schema"; --', CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END,
                             CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM pg_catalog.pg_namespace AS n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS e
     WHERE n.nspname = 'we"ird; --' AND e.grantee <> n.nspowner
  LOOP
    EXECUTE line;
  END LOOP;
END
$rights$;
    CREATE VIEW "Old ""Schema""; --"."some 't'able" WITH (security_invoker = true) AS SELECT id, "Full Name" FROM "we""ird; --"."some 't'able";
    ALTER VIEW "Old ""Schema""; --"."some 't'able" ALTER COLUMN id SET DEFAULT nextval('"we""ird; --"."ids''; --"'::regclass);
    ALTER VIEW "Old ""Schema""; --"."some 't'able" ALTER COLUMN "Full Name" SET DEFAULT 'Old.Name'::text;
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', p.of_view, c.relowner::pg_catalog.regrole)
      FROM (VALUES ('"we""ird; --"."some ''t''able"', '"Old ""Schema""; --"."some ''t''able"')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
      JOIN pg_catalog.pg_class AS v ON v.oid = pg_catalog.to_regclass(p.of_view) AND v.relowner <> c.relowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, p.of_view,
                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (VALUES ('"we""ird; --"."some ''t''able"', '"Old ""Schema""; --"."some ''t''able"')) AS p(of_table, of_view)
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
