-- phasegate: do contract (drop)
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
    "shop.orders",
    "shop.users"
  ],
  "touches": [
    "constraint shop.users.users_mood_check",
    "column shop.orders.doubled",
    "column shop.orders.id",
    "column shop.orders.total",
    "column shop.orders.user_id",
    "column shop.users.email",
    "column shop.users.id",
    "column shop.users.mood",
    "column shop.users.number",
    "enum type shop.mood",
    "constraint shop.orders.orders_user_fkey",
    "index shop.users_mood_idx",
    "constraint shop.orders.orders_pkey",
    "constraint shop.users.users_pkey",
    "schema shop",
    "schema store",
    "sequence shop.user_numbers",
    "table shop.orders",
    "table shop.users",
    "table store.orders",
    "table store.users",
    "trigger shop.users.stamp",
    "constraint shop.users.users_email_key",
    "view shop.orders",
    "view shop.users",
    "view store.orders",
    "view store.users"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'store' AND c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['orders', 'users']::pg_catalog.text[])) = 2 OR (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'store' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['orders', 'users']::pg_catalog.text[])) = 2",
      "otherwise": "schema store does not have a view for each table of schema shop"
    },
    {
      "sql": "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'store' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['orders', 'users']::pg_catalog.text[])) = 2",
      "otherwise": "the tables do not lie in schema store yet"
    }
  ],
  "unproven": [
    "constraint shop.orders.orders_pkey",
    "constraint shop.orders.orders_user_fkey",
    "constraint shop.users.users_email_key",
    "constraint shop.users.users_mood_check",
    "constraint shop.users.users_pkey"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop schema shop with the views that kept the old names
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'shop')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_namespace AS n ON n.oid = d.refobjid LEFT JOIN pg_catalog.pg_class AS c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.classid <> 'pg_catalog.pg_default_acl'::pg_catalog.regclass AND n.nspname = 'shop' AND (c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['orders', 'users']::pg_catalog.text[])) IS NOT TRUE) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid IN (SELECT v.oid FROM pg_catalog.pg_class AS v JOIN pg_catalog.pg_namespace AS n ON n.oid = v.relnamespace JOIN pg_catalog.pg_type AS y ON y.oid = v.reltype WHERE v.relkind = 'v' AND n.nspname = 'shop') AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (SELECT y.oid FROM pg_catalog.pg_class AS v JOIN pg_catalog.pg_namespace AS n ON n.oid = v.relnamespace JOIN pg_catalog.pg_type AS y ON y.oid = v.reltype WHERE v.relkind = 'v' AND n.nspname = 'shop' UNION ALL SELECT y.typarray FROM pg_catalog.pg_class AS v JOIN pg_catalog.pg_namespace AS n ON n.oid = v.relnamespace JOIN pg_catalog.pg_type AS y ON y.oid = v.reltype WHERE v.relkind = 'v' AND n.nspname = 'shop') AND d.deptype = 'n' AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'something else than the views of this rollout lies in schema shop, or stands on one of them';
    END IF;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT pg_catalog.count(*)
  FROM (SELECT 'function ' || f.oid::pg_catalog.regprocedure::pg_catalog.text FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace
  JOIN pg_catalog.pg_language AS l ON l.oid = f.prolang
 WHERE l.lanname NOT IN ('c', 'internal') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'phasegate')
   AND (f.prosrc ~* '(^|[^[:alnum:]_$".])shop\s*\.' OR f.prosrc ~ '"shop"\s*\.')
 ORDER BY 1) AS o);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' functions name schema shop in their text, which the server does not change', HINT = 'name no schema in them, and let them find their tables by SET search_path = shop, store, which serves before and after';
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
                     CASE s.setrole WHEN 0 THEN (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.rolname = 'shop') ELSE (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.oid = s.setrole) END AS role_name
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
                FROM (SELECT r.rolname FROM pg_catalog.pg_roles AS r WHERE r.rolname = 'shop' AND NOT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting AS s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)
                       WHERE pg_catalog.starts_with(c.setting, 'search_path=') AND s.setdatabase IN (0, (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())) AND s.setrole IN (0, r.oid))) AS o) AS w) AS p
       WHERE 'shop' = ANY (p.schemas) AND ('store' = ANY (p.schemas)) IS NOT TRUE
       ORDER BY 1) AS o);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' settings name schema shop and not what it will be called', HINT = 'set them to a search_path with both names, the old one first: ALTER ROLE … SET search_path = shop, store, …; it serves before and after';
  END IF;
END
$proof$;
    DROP VIEW shop.orders, shop.users;
    DROP SCHEMA shop;
  END IF;
END
$phasegate$;
RESET statement_timeout;
