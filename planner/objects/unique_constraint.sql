-- Keys of the managed tables, with the fields of their indexes. Most have one column, which is looked up without putting a list together.
SELECT t.schema, t.name AS parent, c.conname AS name, 0 AS position,
       CASE i.indnatts WHEN 1 THEN ARRAY[(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0])]
                       ELSE keys.columns END AS columns,
       CASE WHEN i.indnatts > i.indnkeyatts THEN keys.included END AS include,
       {nulls_not_distinct} AS nulls_not_distinct,
       CASE WHEN c.condeferrable THEN true END AS deferrable,
       CASE WHEN c.condeferred THEN true END AS initially_deferred,
       ic.reloptions AS options,
       s.spcname AS tablespace,
       d.description AS comment
  FROM managed_table AS t
  JOIN pg_catalog.pg_constraint AS c ON c.conrelid = t.oid AND c.contype = 'u' AND {plain_constraint}
  JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.conindid
  JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
  LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = ic.reltablespace
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objsubid = 0
 CROSS JOIN LATERAL (
   SELECT pg_catalog.array_agg(a.attname::text ORDER BY k.n) FILTER (WHERE k.n <= i.indnkeyatts) AS columns,
          pg_catalog.array_agg(a.attname::text ORDER BY k.n) FILTER (WHERE k.n > i.indnkeyatts) AS included
     FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k(attnum, n)
     JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indnatts > 1
 ) AS keys
 WHERE NOT pg_catalog.starts_with(c.conname, 'zz_phasegate_')
