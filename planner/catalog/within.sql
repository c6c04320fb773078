-- What every object query begins with: the managed schemas, their ordinary tables, and the columns made by `serial`.
-- Parameters: the schemas (NULL: every non-system schema), the schema and name of the history table, and what managed.sql has found.
WITH RECURSIVE managed_schema AS (
  SELECT n.oid, n.nspname
    FROM pg_catalog.pg_namespace AS n
   WHERE n.nspname <> 'phasegate' AND n.nspname <> 'information_schema' AND NOT pg_catalog.starts_with(n.nspname, 'pg_')
     AND NOT pg_catalog.starts_with(n.nspname, 'zz_phasegate_')  -- retired by an open rollout
     AND ($1::pg_catalog.text[] IS NULL OR n.nspname = ANY ($1::pg_catalog.text[]))
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                      WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid AND e.deptype = 'e'
                         AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass)
), history_table AS (
  SELECT $2::pg_catalog.text AS schema, $3::pg_catalog.text AS name
), managed_table AS (
  SELECT t.oid, t.schema, t.name FROM ROWS FROM (pg_catalog.unnest($4::pg_catalog.oid[]), pg_catalog.unnest($5::pg_catalog.name[]), pg_catalog.unnest($6::pg_catalog.name[])) AS t(oid, schema, name)
), serial_column AS (
  SELECT s.table_oid, s.column_number, s.sequence_oid
    FROM ROWS FROM (pg_catalog.unnest($7::pg_catalog.oid[]), pg_catalog.unnest($8::pg_catalog.int2[]), pg_catalog.unnest($9::pg_catalog.oid[])) AS s(table_oid, column_number, sequence_oid)
)
