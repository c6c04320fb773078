-- Enum types, values in their sort order.
SELECT n.nspname AS schema, '' AS parent, t.typname AS name, 0 AS position,
       COALESCE((SELECT pg_catalog.array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
                   FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid), '{}') AS values,
       d.description AS comment
  FROM managed_schema AS n
  JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid AND t.typtype = 'e'
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objsubid = 0
 WHERE NOT pg_catalog.starts_with(t.typname, 'zz_phasegate_')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                    WHERE e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid AND e.deptype = 'e')
