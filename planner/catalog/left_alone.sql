-- Everything in the managed schemas that is of no modelled kind, with a digest of its definition, and rights. Nothing may go unseen:
-- round_trip_test.cpp creates one of each and misses none.
{left_alone_things}
SELECT o.type, o.identity, pg_catalog.md5(COALESCE(x.definition, '')) AS digest
  FROM thing AS x
  LEFT JOIN extension_member AS m ON m.classid = x.class_id AND m.objid = x.object_id
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(x.class_id, x.object_id, 0) AS o
 WHERE m.objid IS NULL
 UNION ALL
-- Rights that are not the defaults, which is what NULL in the catalog means. The owner is called so, whoever it is.
SELECT 'grants', o.identity, pg_catalog.md5(g.lines)
  FROM (SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS class_id, c.oid AS object_id, 0 AS column_number, c.relowner AS owner, c.relacl AS acl,
               pg_catalog.acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS default_acl
          FROM managed_schema AS n JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S')
         WHERE NOT (n.nspname = $2::pg_catalog.text AND c.relname = $3::pg_catalog.text)
           AND NOT pg_catalog.starts_with(c.relname, 'zz_phasegate_')
        UNION ALL
        SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, a.attnum, c.relowner, a.attacl, NULL::pg_catalog.aclitem[]
          FROM managed_schema AS n JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         WHERE NOT pg_catalog.starts_with(a.attname, 'zz_phasegate_')
        UNION ALL
        SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid, 0, s.nspowner, s.nspacl, pg_catalog.acldefault('n', s.nspowner)
          FROM managed_schema AS n JOIN pg_catalog.pg_namespace AS s ON s.oid = n.oid
         WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_init_privs AS i
                            WHERE i.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND i.objoid = n.oid AND i.initprivs = s.nspacl)
        UNION ALL
        SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0, p.proowner, p.proacl, pg_catalog.acldefault('f', p.proowner)
          FROM managed_schema AS n JOIN pg_catalog.pg_proc AS p ON p.pronamespace = n.oid
        UNION ALL
        SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0, t.typowner, t.typacl, pg_catalog.acldefault('T', t.typowner)
          FROM managed_schema AS n JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid
         WHERE NOT pg_catalog.starts_with(t.typname, 'zz_phasegate_')) AS x
 CROSS JOIN LATERAL (
   SELECT COALESCE(pg_catalog.string_agg(e.line, ',' ORDER BY e.line) FILTER (WHERE e.is_live), '') AS lines,
          COALESCE(pg_catalog.string_agg(e.line, ',' ORDER BY e.line) FILTER (WHERE NOT e.is_live), '') AS defaults
     FROM (SELECT l.is_live, pg_catalog.concat_ws(' ', CASE e.grantee WHEN 0 THEN 'public' WHEN x.owner THEN 'the owner' ELSE e.grantee::pg_catalog.regrole::text END, e.privilege_type, e.is_grantable) AS line
             FROM (VALUES (true, x.acl), (false, x.default_acl)) AS l(is_live, acl) CROSS JOIN LATERAL pg_catalog.aclexplode(l.acl) AS e) AS e) AS g
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(x.class_id, x.object_id, x.column_number) AS o
 WHERE x.acl IS NOT NULL
   AND g.lines <> g.defaults
   AND NOT EXISTS (SELECT FROM extension_member AS m WHERE m.classid = x.class_id AND m.objid = x.object_id)
 ORDER BY 1, 2
