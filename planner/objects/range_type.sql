-- Range types. The usual name of a multirange: "range" becomes "multirange", else "_multirange" is added. Source: makeMultirangeTypeName.
SELECT n.nspname AS schema, '' AS parent, t.typname AS name, 0 AS position,
       pg_catalog.format_type(r.rngsubtype, NULL) AS subtype,
       CASE WHEN NOT o.opcdefault THEN
         CASE WHEN o.opcnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN pg_catalog.quote_ident(o.opcname)
              ELSE (SELECT pg_catalog.quote_ident(x.nspname) FROM pg_catalog.pg_namespace AS x WHERE x.oid = o.opcnamespace) || '.' || pg_catalog.quote_ident(o.opcname) END
       END AS operator_class,
       CASE WHEN r.rngcollation <> s.typcollation AND r.rngcollation <> 0 THEN
         (SELECT CASE WHEN x.nspname = 'pg_catalog' THEN '' ELSE pg_catalog.quote_ident(x.nspname) || '.' END || pg_catalog.quote_ident(co.collname)
            FROM pg_catalog.pg_collation AS co JOIN pg_catalog.pg_namespace AS x ON x.oid = co.collnamespace WHERE co.oid = r.rngcollation)
       END AS collation,
       (SELECT CASE WHEN x.nspname = 'pg_catalog' THEN '' ELSE pg_catalog.quote_ident(x.nspname) || '.' END || pg_catalog.quote_ident(p.proname)
          FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS x ON x.oid = p.pronamespace WHERE p.oid = r.rngcanonical) AS canonical,
       (SELECT CASE WHEN x.nspname = 'pg_catalog' THEN '' ELSE pg_catalog.quote_ident(x.nspname) || '.' END || pg_catalog.quote_ident(p.proname)
          FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS x ON x.oid = p.pronamespace WHERE p.oid = r.rngsubdiff) AS subtype_diff,
       {multirange} AS multirange,
       d.description AS comment
  FROM managed_schema AS n
  JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid AND t.typtype = 'r'
  JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
  JOIN pg_catalog.pg_type AS s ON s.oid = r.rngsubtype
  JOIN pg_catalog.pg_opclass AS o ON o.oid = r.rngsubopc
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objsubid = 0
 WHERE NOT pg_catalog.starts_with(t.typname, 'zz_phasegate_')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                    WHERE e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid AND e.deptype = 'e')
