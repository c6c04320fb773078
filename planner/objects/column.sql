-- Columns of the managed tables. A serial column is one whose default is nextval of a sequence that it owns and that
-- looks as `serial` makes it; its sequence is then no object of its own. A default names no column, so the server need not look up
-- its table to print it.
, own_sequence AS (
  -- Options of the sequences of identity columns, where any is no default.
  SELECT d.refobjid AS table_oid, d.refobjsubid AS column_number, s.options
    FROM (SELECT s.seqrelid,
                pg_catalog.concat_ws(' ',
                  CASE WHEN s.seqstart <> CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END THEN 'start with ' || s.seqstart END,
                  CASE WHEN s.seqincrement <> 1 THEN 'increment by ' || s.seqincrement END,
                  CASE WHEN s.seqmin <> CASE WHEN s.seqincrement > 0 THEN 1
                                             ELSE CASE s.seqtypid WHEN 'pg_catalog.int2'::pg_catalog.regtype THEN -32768
                                                       WHEN 'pg_catalog.int4'::pg_catalog.regtype THEN -2147483648
                                                       ELSE -9223372036854775808 END END
                       THEN 'minvalue ' || s.seqmin END,
                  CASE WHEN s.seqmax <> CASE WHEN s.seqincrement < 0 THEN -1
                                             ELSE CASE s.seqtypid WHEN 'pg_catalog.int2'::pg_catalog.regtype THEN 32767
                                                       WHEN 'pg_catalog.int4'::pg_catalog.regtype THEN 2147483647
                                                       ELSE 9223372036854775807 END END
                       THEN 'maxvalue ' || s.seqmax END,
                  CASE WHEN s.seqcache <> 1 THEN 'cache ' || s.seqcache END,
                  CASE WHEN s.seqcycle THEN 'cycle' END) AS options
            FROM pg_catalog.pg_sequence AS s) AS s
    JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = s.seqrelid AND d.objsubid = 0
     AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i'
   WHERE s.options <> ''
)
SELECT t.schema, t.name AS parent, a.attname AS name, a.attnum AS position,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
       CASE WHEN a.attcollation <> ty.typcollation AND a.attcollation <> 0 THEN
         (SELECT CASE WHEN co.collnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN pg_catalog.quote_ident(co.collname)
                      ELSE pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname) END
            FROM pg_catalog.pg_collation AS co JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation)
       END AS collation,
       CASE WHEN a.attnotnull AND unproven.table_oid IS NULL THEN true END AS not_null,
       CASE WHEN a.attgenerated = '' AND own.column_number IS NULL THEN pg_catalog.pg_get_expr(f.adbin, 0) END AS "default",
       CASE WHEN own.column_number IS NOT NULL THEN true END AS serial,
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
       CASE WHEN a.attidentity <> '' THEN i.options END AS identity_options,
       CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(f.adbin, f.adrelid) END AS generated,
       CASE WHEN a.attgenerated = 'v' THEN true END AS virtual,
       CASE WHEN a.attstorage <> ty.typstorage THEN
         CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END
       END AS storage,
       {compression} AS compression,
       NULLIF(COALESCE(a.attstattarget, -1), -1) AS statistics,
       a.attoptions AS options,
       ds.description AS comment
  FROM managed_table AS t
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type AS ty ON ty.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef AS f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
  LEFT JOIN own_sequence AS i ON i.table_oid = a.attrelid AND i.column_number = a.attnum
  -- From PostgreSQL 18 on a NOT NULL may be NOT VALID: rows may have NULL.
  LEFT JOIN (SELECT k.conrelid AS table_oid, k.conkey[1] AS column_number FROM pg_catalog.pg_constraint AS k
              WHERE k.contype = 'n' AND NOT k.convalidated) AS unproven ON unproven.table_oid = a.attrelid AND unproven.column_number = a.attnum
  LEFT JOIN serial_column AS own ON own.table_oid = a.attrelid AND own.column_number = a.attnum
  LEFT JOIN pg_catalog.pg_description AS ds
    ON ds.objoid = a.attrelid AND ds.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND ds.objsubid = a.attnum
 WHERE NOT pg_catalog.starts_with(a.attname, 'zz_phasegate_')
