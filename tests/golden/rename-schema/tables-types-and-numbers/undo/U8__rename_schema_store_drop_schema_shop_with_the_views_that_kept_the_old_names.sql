-- phasegate: undo contract (drop)
-- rollout: rename_schema_store, plan 8a92d9d5
-- what: drop schema shop with the views that kept the old names
--   locks: ACCESS EXCLUSIVE on shop.orders (all wait, instant); ACCESS EXCLUSIVE on shop.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'shop')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_store",
  "plan_id": "8a92d9d5",
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
  -- undo: drop schema shop with the views that kept the old names
  IF (false) IS NOT TRUE THEN
    CREATE SCHEMA shop;
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER SCHEMA %I OWNER TO %s', o.nspname, n.nspowner::pg_catalog.regrole)
      FROM pg_catalog.pg_namespace AS n, pg_catalog.pg_namespace AS o
     WHERE n.nspname = 'store' AND o.nspname = 'shop' AND o.nspowner <> n.nspowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s ON SCHEMA %I TO %s%s', e.privilege_type, 'shop', CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END,
                             CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM pg_catalog.pg_namespace AS n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS e
     WHERE n.nspname = 'store' AND e.grantee <> n.nspowner
  LOOP
    EXECUTE line;
  END LOOP;
END
$rights$;
    CREATE VIEW shop.orders WITH (security_invoker = true) AS SELECT id, user_id, total, doubled FROM store.orders;
    CREATE VIEW shop.users WITH (security_invoker = true) AS SELECT id, email, mood, number FROM store.users;
    ALTER VIEW shop.users ALTER COLUMN mood SET DEFAULT 'ok'::store.mood;
    ALTER VIEW shop.users ALTER COLUMN number SET DEFAULT nextval('store.user_numbers'::regclass);
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', p.of_view, c.relowner::pg_catalog.regrole)
      FROM (VALUES ('store.orders', 'shop.orders'),
                  ('store.users', 'shop.users')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
      JOIN pg_catalog.pg_class AS v ON v.oid = pg_catalog.to_regclass(p.of_view) AND v.relowner <> c.relowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, p.of_view,
                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (VALUES ('store.orders', 'shop.orders'),
                  ('store.users', 'shop.users')) AS p(of_table, of_view)
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
