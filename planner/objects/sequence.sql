-- Sequences that are not the plain sequence of a serial or identity column.
SELECT n.nspname AS schema, '' AS parent, c.relname AS name, 0 AS position,
       CASE WHEN s.seqtypid <> 'pg_catalog.int8'::pg_catalog.regtype THEN pg_catalog.format_type(s.seqtypid, NULL) END AS type,
       CASE WHEN s.seqstart <> CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END THEN s.seqstart END AS start,
       CASE WHEN s.seqincrement <> 1 THEN s.seqincrement END AS increment,
       CASE WHEN s.seqmin <> CASE WHEN s.seqincrement > 0 THEN 1
                                  ELSE CASE s.seqtypid WHEN 'pg_catalog.int2'::pg_catalog.regtype THEN -32768
                                            WHEN 'pg_catalog.int4'::pg_catalog.regtype THEN -2147483648
                                            ELSE -9223372036854775808 END END THEN s.seqmin END AS minimum,
       CASE WHEN s.seqmax <> CASE WHEN s.seqincrement < 0 THEN -1
                                  ELSE CASE s.seqtypid WHEN 'pg_catalog.int2'::pg_catalog.regtype THEN 32767
                                            WHEN 'pg_catalog.int4'::pg_catalog.regtype THEN 2147483647
                                            ELSE 9223372036854775807 END END THEN s.seqmax END AS maximum,
       CASE WHEN s.seqcache <> 1 THEN s.seqcache END AS cache,
       CASE WHEN s.seqcycle THEN true END AS cycle,
       pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname) || '.' || pg_catalog.quote_ident(a.attname) AS owned_by,
       ds.description AS comment
  FROM managed_schema AS n
  JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relkind = 'S'
  JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = c.oid
  LEFT JOIN pg_catalog.pg_depend AS d
    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid = 0
   AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_catalog.pg_class AS t ON t.oid = d.refobjid
  LEFT JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
  LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  LEFT JOIN pg_catalog.pg_description AS ds
    ON ds.objoid = c.oid AND ds.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND ds.objsubid = 0
 WHERE d.deptype IS DISTINCT FROM 'i'
   AND NOT pg_catalog.starts_with(c.relname, 'zz_phasegate_')
   AND NOT COALESCE(pg_catalog.starts_with(t.relname, 'zz_phasegate_') OR pg_catalog.starts_with(a.attname, 'zz_phasegate_'), false)
   AND NOT EXISTS (SELECT FROM serial_column AS own WHERE own.sequence_oid = c.oid)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                    WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid AND e.deptype = 'e')
