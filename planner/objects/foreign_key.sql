-- Foreign keys of the managed tables. Internal triggers that are switched off make a foreign key that rejects nothing. Those that phasegate itself has added are not seen.
-- Most have one column, which is looked up without putting a list together.
SELECT t.schema, t.name AS parent, c.conname AS name, 0 AS position,
       CASE pg_catalog.cardinality(c.conkey)
         WHEN 1 THEN ARRAY[(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1])]
         ELSE (SELECT pg_catalog.array_agg(a.attname::text ORDER BY k.n)
                 FROM pg_catalog.unnest(c.conkey) WITH ORDINALITY AS k(attnum, n)
                 JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) END AS columns,
       rn.nspname AS referenced_schema, r.relname AS referenced_table,
       CASE pg_catalog.cardinality(c.confkey)
         WHEN 1 THEN ARRAY[(SELECT a.attname::text FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.confrelid AND a.attnum = c.confkey[1])]
         ELSE (SELECT pg_catalog.array_agg(a.attname::text ORDER BY k.n)
                 FROM pg_catalog.unnest(c.confkey) WITH ORDINALITY AS k(attnum, n)
                 JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.confrelid AND a.attnum = k.attnum) END AS referenced_columns,
       CASE c.confmatchtype WHEN 'f' THEN 'full' END AS match,
       CASE c.confupdtype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END AS on_update,
       CASE c.confdeltype WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END AS on_delete,
       {delete_columns} AS on_delete_columns,
       CASE WHEN c.condeferrable THEN true END AS deferrable,
       CASE WHEN c.condeferred THEN true END AS initially_deferred,
       CASE WHEN NOT c.convalidated THEN true END AS not_valid,
       CASE WHEN off.conoid IS NOT NULL THEN true END AS triggers_disabled,
       d.description AS comment
  FROM managed_table AS t
  JOIN pg_catalog.pg_constraint AS c ON c.conrelid = t.oid AND c.contype = 'f' AND {plain_constraint}
  JOIN pg_catalog.pg_class AS r ON r.oid = c.confrelid
  JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.relnamespace
  LEFT JOIN (SELECT DISTINCT g.tgconstraint AS conoid FROM pg_catalog.pg_trigger AS g
              WHERE g.tgisinternal AND g.tgenabled <> 'O' AND g.tgconstraint <> 0) AS off ON off.conoid = c.oid
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objsubid = 0
 WHERE c.conparentid = 0 AND NOT pg_catalog.starts_with(c.conname, 'phasegate_') AND NOT pg_catalog.starts_with(c.conname, 'zz_phasegate_')
