-- Extensions, but for plpgsql, which every database has. The comment that the extension brings along counts as none.
SELECT '' AS schema, '' AS parent, e.extname AS name, 0 AS position,
       NULLIF(n.nspname, 'public') AS field_schema, e.extversion AS version,
       NULLIF(d.description, a.comment) AS comment
  FROM pg_catalog.pg_extension AS e
  JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
  LEFT JOIN pg_catalog.pg_available_extensions() AS a ON a.name = e.extname
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = e.oid AND d.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.objsubid = 0
 WHERE e.extname <> 'plpgsql'
