-- Composite types of their own. Dropped attributes leave a gap in the numbers that nobody sees.
SELECT n.nspname AS schema, '' AS parent, t.typname AS name, 0 AS position,
       COALESCE((SELECT pg_catalog.array_agg(x.text ORDER BY a.attnum, x.number)
                   FROM pg_catalog.pg_attribute AS a
                  CROSS JOIN LATERAL (VALUES (1, a.attname::pg_catalog.text), (2, pg_catalog.format_type(a.atttypid, a.atttypmod))) AS x(number, text)
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '{}') AS attributes,
       (SELECT pg_catalog.array_agg(x.text ORDER BY a.attname, x.number)
          FROM pg_catalog.pg_attribute AS a
          JOIN pg_catalog.pg_type AS ty ON ty.oid = a.atttypid
          JOIN pg_catalog.pg_collation AS co ON co.oid = a.attcollation
          JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
         CROSS JOIN LATERAL (VALUES (1, a.attname::pg_catalog.text),
                                    (2, CASE WHEN co.collnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN pg_catalog.quote_ident(co.collname)
                                             ELSE pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname) END)) AS x(number, text)
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attcollation <> ty.typcollation) AS collations,
       d.description AS comment
  FROM managed_schema AS n
  JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid AND t.typtype = 'c'
  JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid AND c.relkind = 'c'
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objsubid = 0
 WHERE NOT pg_catalog.starts_with(t.typname, 'zz_phasegate_')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                    WHERE e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid AND e.deptype = 'e')
