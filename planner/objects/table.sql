-- Ordinary tables of the managed schemas.
SELECT t.schema, '' AS parent, t.name, 0 AS position,
       d.description AS comment,
       CASE WHEN c.relpersistence = 'u' THEN true END AS unlogged,
       NULLIF(pg_catalog.array_cat(c.reloptions, (SELECT pg_catalog.array_agg('toast.' || o.option ORDER BY o.option)
                                                FROM pg_catalog.pg_class AS tc, pg_catalog.unnest(tc.reloptions) AS o(option)
                                               WHERE tc.oid = c.reltoastrelid)), '{}') AS options,
       CASE WHEN c.relforcerowsecurity AND c.relrowsecurity THEN 'forced' WHEN c.relforcerowsecurity THEN 'off, forced'
            WHEN c.relrowsecurity THEN 'on' END AS row_level_security,
       CASE c.relreplident
         WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full'
         WHEN 'i' THEN COALESCE((SELECT ic.relname::text FROM pg_catalog.pg_index AS i
                                   JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
                                  WHERE i.indrelid = c.oid AND i.indisreplident), 'nothing')
       END AS replica_identity,
       order_class.relname::text AS cluster_on,
       CASE WHEN a.amname <> 'heap' THEN a.amname END AS access_method,
       s.spcname AS tablespace
  FROM managed_table AS t
  JOIN pg_catalog.pg_class AS c ON c.oid = t.oid
  LEFT JOIN pg_catalog.pg_index AS order_index ON order_index.indrelid = c.oid AND order_index.indisclustered
  LEFT JOIN pg_catalog.pg_class AS order_class ON order_class.oid = order_index.indexrelid
  LEFT JOIN pg_catalog.pg_am AS a ON a.oid = c.relam
  LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = c.reltablespace
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = 0
