-- phasegate: do expand
-- rollout: rename_schema_we_ird____, plan 98e14308
-- what: give the tables of schema "Old ""Schema""; --" their new names in schema "we""ird; --" by views
--   locks: ACCESS SHARE on "Old ""Schema""; --"."some 't'able" (nobody waits, instant)
--   undo: yes
--   verify: (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we"ird; --' AND c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1 OR (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we"ird; --' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_we_ird____",
  "plan_id": "98e14308",
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
    "\"Old \"\"Schema\"\"; --\".\"some 't'able\""
  ],
  "touches": [
    "column \"Old \"\"Schema\"\"; --\".\"some 't'able\".\"Full Name\"",
    "column \"Old \"\"Schema\"\"; --\".\"some 't'able\".id",
    "policy \"Old \"\"Schema\"\"; --\".\"some 't'able\".everybody",
    "constraint \"Old \"\"Schema\"\"; --\".\"some 't'able\".keeps_its_name",
    "schema \"Old \"\"Schema\"\"; --\"",
    "schema \"we\"\"ird; --\"",
    "sequence \"Old \"\"Schema\"\"; --\".\"ids'; --\"",
    "table \"Old \"\"Schema\"\"; --\".\"some 't'able\"",
    "table \"we\"\"ird; --\".\"some 't'able\"",
    "view \"Old \"\"Schema\"\"; --\".\"some 't'able\"",
    "view public.seniors",
    "view \"we\"\"ird; --\".\"some 't'able\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- give the tables of schema "Old ""Schema""; --" their new names in schema "we""ird; --" by views
  IF ((SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we"ird; --' AND c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1 OR (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we"ird; --' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'we"ird; --')) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the name of schema "we""ird; --" is taken';
    END IF;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT pg_catalog.count(*)
  FROM (SELECT o.type || ' ' || o.identity FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_namespace AS n ON n.oid = d.refobjid
  LEFT JOIN pg_catalog.pg_class AS c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid
  LEFT JOIN pg_catalog.pg_proc AS f ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND f.oid = d.objid
  LEFT JOIN pg_catalog.pg_type AS y ON d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND y.oid = d.objid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS o
 WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND n.nspname = 'Old "Schema"; --'
   AND CASE WHEN c.oid IS NOT NULL THEN NOT (c.relkind IN ('i', 'c') OR c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])
                OR c.relkind = 'S' AND EXISTS (SELECT FROM pg_catalog.pg_depend AS w WHERE w.classid = d.classid AND w.objid = c.oid AND w.refobjsubid > 0 AND w.deptype IN ('a', 'i')))
            WHEN f.oid IS NOT NULL THEN f.prorettype NOT IN ('pg_catalog.trigger'::pg_catalog.regtype, 'pg_catalog.event_trigger'::pg_catalog.regtype)
            WHEN y.oid IS NOT NULL THEN y.typtype NOT IN ('e', 'd', 'c', 'r', 'm')
            ELSE d.classid NOT IN ('pg_catalog.pg_collation'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, 'pg_catalog.pg_default_acl'::pg_catalog.regclass) END
 ORDER BY 1) AS o);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' things in schema "Old ""Schema""; --" cannot have a second name while two versions run, nor can a view stand for them', HINT = 'move them to another schema first (ALTER … SET SCHEMA …), give a sequence to the column that draws from it (ALTER SEQUENCE … OWNED BY …), or drop them; and take renamed_from out until then';
  END IF;
END
$proof$;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT pg_catalog.count(*)
  FROM (SELECT pg_catalog.quote_ident(c.relname) FROM pg_catalog.pg_subscription_rel AS s JOIN pg_catalog.pg_class AS c ON c.oid = s.srrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = 'Old "Schema"; --'
 ORDER BY 1) AS o);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' tables of schema "Old ""Schema""; --" are written by a subscription, which finds them by the names of the publisher', HINT = 'rename the schema by hand on both sides while the subscription rests, or end the subscription first';
  END IF;
END
$proof$;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT pg_catalog.count(*)
  FROM (SELECT 'function ' || f.oid::pg_catalog.regprocedure::pg_catalog.text FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace
  JOIN pg_catalog.pg_language AS l ON l.oid = f.prolang
 WHERE l.lanname NOT IN ('c', 'internal') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'phasegate')
   AND (f.prosrc ~ '"Old\ \"\"Schema\"\"\;\ \-\-"\s*\.')
 ORDER BY 1) AS o);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' functions name schema "Old ""Schema""; --" in their text, which the server does not change', HINT = 'name no schema in them, and let them find their tables by SET search_path = "Old ""Schema""; --", "we""ird; --", which serves before and after';
  END IF;
END
$proof$;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT pg_catalog.count(*)
  FROM (SELECT p.who || ' finds it by search_path ' || p.path
        FROM (SELECT w.who, w.path,
             ARRAY(SELECT CASE COALESCE(m.part[1], m.part[2]) WHEN '$user' THEN w.role_name ELSE COALESCE(pg_catalog.replace(m.part[1], '""', '"'), pg_catalog.lower(m.part[2])) END
                     FROM pg_catalog.regexp_matches(w.path, '"((?:[^"]|"")*)"|([^",[:space:]]+)', 'g') WITH ORDINALITY AS m(part, place) ORDER BY m.place) AS schemas
        FROM (SELECT CASE s.setrole WHEN 0 THEN 'every role' ELSE 'role ' || s.setrole::pg_catalog.regrole::pg_catalog.text END AS who, pg_catalog.substr(c.setting, 13) AS path,
                     CASE s.setrole WHEN 0 THEN (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.rolname = 'Old "Schema"; --') ELSE (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.oid = s.setrole) END AS role_name
                FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)
                       WHERE pg_catalog.starts_with(c.setting, 'search_path=') AND s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()))
              UNION ALL
              SELECT 'function ' || f.oid::pg_catalog.regprocedure::pg_catalog.text, pg_catalog.substr(c.setting, 13), NULL
                FROM pg_catalog.pg_proc AS f CROSS JOIN LATERAL pg_catalog.unnest(f.proconfig) AS c(setting) WHERE pg_catalog.starts_with(c.setting, 'search_path=')
              UNION ALL
              SELECT 'a session of ' || CURRENT_USER, g.reset_val, NULL FROM pg_catalog.pg_settings AS g
               WHERE g.name = 'search_path' AND NOT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)
                       WHERE pg_catalog.starts_with(c.setting, 'search_path=') AND s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())) AND s.setrole IN (0, (SELECT r.oid FROM pg_catalog.pg_roles AS r WHERE r.rolname = CURRENT_USER)))
              UNION ALL
              SELECT 'role ' || pg_catalog.quote_ident(o.rolname) || ', by its name,', '"$user", public', o.rolname
                FROM (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.rolname = 'Old "Schema"; --' AND NOT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)
                       WHERE pg_catalog.starts_with(c.setting, 'search_path=') AND s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())) AND s.setrole IN (0, r.oid))) AS o) AS w) AS p
       WHERE 'Old "Schema"; --' = ANY (p.schemas) AND ('we"ird; --' = ANY (p.schemas)) IS NOT TRUE
       ORDER BY 1) AS o);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' settings name schema "Old ""Schema""; --" and not what it will be called', HINT = 'set them to a search_path with both names, the old one first: ALTER ROLE … SET search_path = "Old ""Schema""; --", "we""ird; --", …; it serves before and after';
  END IF;
END
$proof$;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT pg_catalog.count(*)
  FROM (SELECT p.who || ' has search_path ' || p.path
        FROM (SELECT w.who, w.path,
             ARRAY(SELECT CASE COALESCE(m.part[1], m.part[2]) WHEN '$user' THEN w.role_name ELSE COALESCE(pg_catalog.replace(m.part[1], '""', '"'), pg_catalog.lower(m.part[2])) END
                     FROM pg_catalog.regexp_matches(w.path, '"((?:[^"]|"")*)"|([^",[:space:]]+)', 'g') WITH ORDINALITY AS m(part, place) ORDER BY m.place) AS schemas
        FROM (SELECT CASE s.setrole WHEN 0 THEN 'every role' ELSE 'role ' || s.setrole::pg_catalog.regrole::pg_catalog.text END AS who, pg_catalog.substr(c.setting, 13) AS path,
                     CASE s.setrole WHEN 0 THEN (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.rolname = 'we"ird; --') ELSE (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.oid = s.setrole) END AS role_name
                FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)
                       WHERE pg_catalog.starts_with(c.setting, 'search_path=') AND s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()))
              UNION ALL
              SELECT 'function ' || f.oid::pg_catalog.regprocedure::pg_catalog.text, pg_catalog.substr(c.setting, 13), NULL
                FROM pg_catalog.pg_proc AS f CROSS JOIN LATERAL pg_catalog.unnest(f.proconfig) AS c(setting) WHERE pg_catalog.starts_with(c.setting, 'search_path=')
              UNION ALL
              SELECT 'a session of ' || CURRENT_USER, g.reset_val, NULL FROM pg_catalog.pg_settings AS g
               WHERE g.name = 'search_path' AND NOT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)
                       WHERE pg_catalog.starts_with(c.setting, 'search_path=') AND s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())) AND s.setrole IN (0, (SELECT r.oid FROM pg_catalog.pg_roles AS r WHERE r.rolname = CURRENT_USER)))
              UNION ALL
              SELECT 'role ' || pg_catalog.quote_ident(o.rolname) || ', by its name,', '"$user", public', o.rolname
                FROM (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.rolname = 'we"ird; --' AND NOT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)
                       WHERE pg_catalog.starts_with(c.setting, 'search_path=') AND s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())) AND s.setrole IN (0, r.oid))) AS o) AS w) AS p
       WHERE EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                      WHERE c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])
                        AND pg_catalog.array_position(p.schemas, n.nspname::pg_catalog.text) > pg_catalog.array_position(p.schemas, 'we"ird; --'))
       ORDER BY 1) AS o);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' settings would let the running version find the views of schema "we""ird; --" in place of what it finds now', HINT = 'put "we""ird; --" last in these search_paths, or choose another name';
  END IF;
END
$proof$;
    CREATE SCHEMA "we""ird; --";
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER SCHEMA %I OWNER TO %s', o.nspname, n.nspowner::pg_catalog.regrole)
      FROM pg_catalog.pg_namespace AS n, pg_catalog.pg_namespace AS o
     WHERE n.nspname = 'Old "Schema"; --' AND o.nspname = 'we"ird; --' AND o.nspowner <> n.nspowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s ON SCHEMA %I TO %s%s', e.privilege_type, 'we"ird; --', CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END,
                             CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM pg_catalog.pg_namespace AS n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS e
     WHERE n.nspname = 'Old "Schema"; --' AND e.grantee <> n.nspowner
  LOOP
    EXECUTE line;
  END LOOP;
END
$rights$;
    CREATE VIEW "we""ird; --"."some 't'able" WITH (security_invoker = true) AS SELECT id, "Full Name" FROM "Old ""Schema""; --"."some 't'able";
    ALTER VIEW "we""ird; --"."some 't'able" ALTER COLUMN id SET DEFAULT nextval('"Old ""Schema""; --"."ids''; --"'::regclass);
    ALTER VIEW "we""ird; --"."some 't'able" ALTER COLUMN "Full Name" SET DEFAULT 'Old.Name'::text;
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', p.of_view, c.relowner::pg_catalog.regrole)
      FROM (VALUES ('"Old ""Schema""; --"."some ''t''able"', '"we""ird; --"."some ''t''able"')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
      JOIN pg_catalog.pg_class AS v ON v.oid = pg_catalog.to_regclass(p.of_view) AND v.relowner <> c.relowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, p.of_view,
                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (VALUES ('"Old ""Schema""; --"."some ''t''able"', '"we""ird; --"."some ''t''able"')) AS p(of_table, of_view)
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
