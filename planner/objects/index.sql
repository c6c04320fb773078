-- Indexes that no constraint owns. Elements are put together from fields; the server is asked only for expressions. OFFSET 0 has
-- attributes looked up by their index: of all that a database has, indexes need few.
, own_index AS (
  SELECT t.schema, t.name AS table_name, ic.relname, ic.relam, ic.reloptions, ic.reltablespace, i.*
    FROM managed_table AS t
    JOIN pg_catalog.pg_index AS i ON i.indrelid = t.oid
    JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
   WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
     AND NOT pg_catalog.starts_with(ic.relname, 'phasegate_')
     AND NOT pg_catalog.starts_with(ic.relname, 'zz_phasegate_')
), keys AS (
  SELECT i.indexrelid,
         pg_catalog.array_agg(
           CASE WHEN k.attnum = 0 THEN '(' || pg_catalog.pg_get_indexdef(i.indexrelid, k.n::int, false) || ')'
                ELSE pg_catalog.quote_ident(a.attname) END
           || CASE WHEN co.oid IS NOT NULL AND co.oid <> COALESCE(a.attcollation, (SELECT ty.typcollation FROM pg_catalog.pg_type AS ty WHERE ty.oid = ia.atttypid))
                   THEN ' collate ' || CASE WHEN co.collnamespace = 'pg_catalog'::pg_catalog.regnamespace
                                            THEN pg_catalog.quote_ident(co.collname)
                                            ELSE pg_catalog.quote_ident(con.nspname) || '.' || pg_catalog.quote_ident(co.collname) END
                   ELSE '' END
           || CASE WHEN NOT oc.opcdefault OR ia.attoptions IS NOT NULL
                   THEN ' ' || CASE WHEN oc.opcnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN pg_catalog.quote_ident(oc.opcname)
                                    ELSE pg_catalog.quote_ident(ocn.nspname) || '.' || pg_catalog.quote_ident(oc.opcname) END
                        || COALESCE(' (' || pg_catalog.array_to_string(ia.attoptions, ', ') || ')', '')
                   ELSE '' END
           || CASE k.option & 3 WHEN 1 THEN ' desc nulls last' WHEN 2 THEN ' nulls first' WHEN 3 THEN ' desc' ELSE '' END
           ORDER BY k.n) FILTER (WHERE k.n <= i.indnkeyatts) AS elements,
         pg_catalog.array_agg(a.attname::text ORDER BY k.n) FILTER (WHERE k.n > i.indnkeyatts) AS included,
         pg_catalog.array_agg(k.n || '=' || ia.attstattarget ORDER BY k.n) FILTER (WHERE ia.attstattarget >= 0) AS statistics
    FROM own_index AS i
   CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(i.indkey::pg_catalog.int2[]), pg_catalog.unnest(i.indclass::pg_catalog.oid[]),
                                 pg_catalog.unnest(i.indcollation::pg_catalog.oid[]), pg_catalog.unnest(i.indoption::pg_catalog.int2[]))
              WITH ORDINALITY AS k(attnum, opclass, "collation", option, n)
    LEFT JOIN LATERAL (SELECT x.attname, x.attcollation FROM pg_catalog.pg_attribute AS x
                        WHERE x.attrelid = i.indrelid AND x.attnum = k.attnum AND k.attnum <> 0 OFFSET 0) AS a ON true
    LEFT JOIN LATERAL (SELECT x.atttypid, x.attoptions, x.attstattarget FROM pg_catalog.pg_attribute AS x
                        WHERE x.attrelid = i.indexrelid AND x.attnum = k.n OFFSET 0) AS ia ON true
    LEFT JOIN pg_catalog.pg_opclass AS oc ON oc.oid = k.opclass
    LEFT JOIN pg_catalog.pg_namespace AS ocn ON ocn.oid = oc.opcnamespace
    LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = k."collation"
    LEFT JOIN pg_catalog.pg_namespace AS con ON con.oid = co.collnamespace
   GROUP BY i.indexrelid
)
SELECT i.schema, i.table_name AS parent, i.relname AS name, 0 AS position,
       CASE WHEN am.amname <> 'btree' THEN am.amname END AS method,
       CASE WHEN i.indisunique THEN true END AS unique,
       keys.elements,
       keys.included AS include,
       {nulls_not_distinct} AS nulls_not_distinct,
       i.reloptions AS options,
       s.spcname AS tablespace,
       CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END AS "where",
       keys.statistics,
       CASE WHEN NOT (i.indisvalid AND i.indisready AND i.indislive) THEN true END AS invalid,
       d.description AS comment
  FROM own_index AS i
  JOIN keys ON keys.indexrelid = i.indexrelid
  JOIN pg_catalog.pg_am AS am ON am.oid = i.relam
  LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = i.reltablespace
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = i.indexrelid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = 0
