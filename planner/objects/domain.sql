-- Domains, with their checks by name.
SELECT n.nspname AS schema, '' AS parent, t.typname AS name, 0 AS position,
       pg_catalog.format_type(t.typbasetype, t.typtypmod) AS type,
       CASE WHEN t.typcollation <> b.typcollation AND t.typcollation <> 0 THEN
         CASE WHEN co.collnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN pg_catalog.quote_ident(co.collname)
              ELSE pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname) END
       END AS collation,
       CASE WHEN t.typnotnull THEN true END AS not_null,
       pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS "default",
       (SELECT pg_catalog.array_agg(x.text ORDER BY k.conname, x.number)
          FROM pg_catalog.pg_constraint AS k
         CROSS JOIN LATERAL (VALUES (1, k.conname::pg_catalog.text), (2, pg_catalog.pg_get_expr(k.conbin, 0))) AS x(number, text)
         WHERE k.contypid = t.oid AND k.contype = 'c') AS "check",
       (SELECT pg_catalog.array_agg(k.conname::pg_catalog.text ORDER BY k.conname)
          FROM pg_catalog.pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'c' AND NOT k.convalidated) AS not_valid,
       d.description AS comment
  FROM managed_schema AS n
  JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid AND t.typtype = 'd'
  JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype
  LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = t.typcollation
  LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objsubid = 0
 WHERE NOT pg_catalog.starts_with(t.typname, 'zz_phasegate_')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                    WHERE e.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND e.objid = t.oid AND e.deptype = 'e')
