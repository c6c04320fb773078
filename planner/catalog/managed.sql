-- Asked once, before the objects: the ordinary tables of the managed schemas, and the columns made by `serial`, as arrays that every other
-- query gets as parameters $4 on. Finding them in each query again would take longer than the queries.
-- Parameters: the schemas (NULL: every non-system schema), and the schema and name of the history table.
WITH managed_schema AS (
  SELECT n.oid, n.nspname
    FROM pg_catalog.pg_namespace AS n
   WHERE n.nspname <> 'phasegate' AND n.nspname <> 'information_schema' AND NOT pg_catalog.starts_with(n.nspname, 'pg_')
     AND NOT pg_catalog.starts_with(n.nspname, 'zz_phasegate_')  -- retired by an open rollout
     AND ($1::pg_catalog.text[] IS NULL OR n.nspname = ANY ($1::pg_catalog.text[]))
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                      WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid AND e.deptype = 'e'
                         AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass)
), managed_table AS (
  SELECT c.oid, n.nspname AS schema, c.relname AS name
    FROM managed_schema AS n
    JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
   WHERE c.relkind = 'r' AND NOT c.relispartition AND c.relpersistence <> 't'
     AND NOT (n.nspname = $2::pg_catalog.text AND c.relname = $3::pg_catalog.text)
     AND c.reloftype = 0
     AND NOT pg_catalog.starts_with(c.relname, 'zz_phasegate_')  -- retired by an open rollout
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS h WHERE h.inhrelid = c.oid)
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS h WHERE h.inhparent = c.oid)
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                      WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid AND e.deptype = 'e'
                         AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass)
), serial_column AS (
  SELECT t.oid AS table_oid, a.attnum AS column_number, q.oid AS sequence_oid
    FROM pg_catalog.pg_depend AS d
    JOIN managed_table AS t ON t.oid = d.refobjid
    JOIN pg_catalog.pg_class AS q ON q.oid = d.objid AND q.relkind = 'S'
    JOIN pg_catalog.pg_namespace AS qn ON qn.oid = q.relnamespace
    JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = q.oid
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    JOIN pg_catalog.pg_attrdef AS f ON f.adrelid = t.oid AND f.adnum = a.attnum
   WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
     AND d.deptype = 'a' AND qn.nspname = t.schema AND q.relname = t.name || '_' || a.attname || '_seq'
     AND a.attnotnull AND s.seqtypid = a.atttypid AND a.atttypid IN ('pg_catalog.int2'::pg_catalog.regtype, 'pg_catalog.int4'::pg_catalog.regtype,
                                                                     'pg_catalog.int8'::pg_catalog.regtype)
     AND s.seqstart = 1 AND s.seqincrement = 1 AND s.seqmin = 1 AND s.seqcache = 1 AND NOT s.seqcycle
     AND s.seqmax = CASE s.seqtypid WHEN 'pg_catalog.int2'::pg_catalog.regtype THEN 32767
                                    WHEN 'pg_catalog.int4'::pg_catalog.regtype THEN 2147483647 ELSE 9223372036854775807 END
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_description AS ds
                      WHERE ds.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND ds.objoid = q.oid)
     AND pg_catalog.pg_get_expr(f.adbin, f.adrelid) =
         'nextval(''' || pg_catalog.replace(pg_catalog.quote_ident(qn.nspname) || '.' || pg_catalog.quote_ident(q.relname), '''', '''''') || '''::regclass)'
)
SELECT t.oids, t.schemas, t.names, s.tables, s.columns, s.sequences
  FROM (SELECT COALESCE(pg_catalog.array_agg(oid), '{}') AS oids, COALESCE(pg_catalog.array_agg(schema), '{}') AS schemas,
               COALESCE(pg_catalog.array_agg(name), '{}') AS names FROM managed_table) AS t,
       (SELECT COALESCE(pg_catalog.array_agg(table_oid), '{}') AS tables, COALESCE(pg_catalog.array_agg(column_number), '{}') AS columns,
               COALESCE(pg_catalog.array_agg(sequence_oid), '{}') AS sequences FROM serial_column) AS s
