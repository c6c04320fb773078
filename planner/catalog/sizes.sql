-- Sizes of the managed tables. Rows: density at the last ANALYZE times the pages of now, as the planner estimates them.
SELECT t.schema, t.name,
       CASE WHEN c.reltuples < 0 OR (c.reltuples = 0 AND c.relpages = 0 AND s.heap > 0) THEN -1
            WHEN c.relpages = 0 THEN 0
            ELSE (c.reltuples / c.relpages * (s.heap / 8192))::pg_catalog.int8 END AS rows,
       s.heap AS heap_bytes, pg_catalog.pg_total_relation_size(t.oid) AS total_bytes
  FROM managed_table AS t
  JOIN pg_catalog.pg_class AS c ON c.oid = t.oid
 CROSS JOIN LATERAL (SELECT pg_catalog.pg_relation_size(t.oid) AS heap) AS s
 ORDER BY t.schema, t.name
