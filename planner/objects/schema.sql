-- Managed schemas. PostgreSQL's own comment on "public" counts as none.
SELECT '' AS schema, '' AS parent, n.nspname AS name, 0 AS position,
       CASE WHEN n.nspname = 'public' AND d.description = 'standard public schema' THEN NULL ELSE d.description END AS comment
  FROM managed_schema AS n
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = n.oid AND d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objsubid = 0
