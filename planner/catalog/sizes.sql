-- Sizes of the tables whose qualified names, quoted where SQL needs it, are in $1. Rows: density at the last ANALYZE times the pages of
-- now, as the planner estimates them.
SELECT n.nspname AS schema, c.relname AS name,
       CASE WHEN c.reltuples < 0 OR (c.reltuples = 0 AND c.relpages = 0 AND s.heap > 0) THEN -1
            WHEN c.relpages = 0 THEN 0
            ELSE (c.reltuples / c.relpages * (s.heap / 8192))::pg_catalog.int8 END AS rows,
       s.heap AS heap_bytes, pg_catalog.pg_total_relation_size(c.oid) AS total_bytes
  FROM pg_catalog.unnest($1::pg_catalog.text[]) AS asked(name)
  JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(asked.name) AND c.relkind IN ('r', 'm')
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT pg_catalog.pg_relation_size(c.oid) AS heap) AS s
 ORDER BY 1, 2
