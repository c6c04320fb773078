-- Exclusion constraints: elements as index.sql puts them together, each with its operator.
, exclusion AS (
  SELECT t.schema, t.name AS table_name, c.oid AS constraint_oid, c.conname, c.conexclop, c.condeferrable, c.condeferred, ic.relam, ic.reloptions, ic.reltablespace, i.*
    FROM managed_table AS t
    JOIN pg_catalog.pg_constraint AS c ON c.conrelid = t.oid AND c.contype = 'x' AND NOT pg_catalog.starts_with(c.conname, 'phasegate_')
    JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.conindid
    JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
), keys AS (
  SELECT i.indexrelid,
         pg_catalog.array_agg(
           CASE WHEN k.attnum = 0 THEN '(' || pg_catalog.pg_get_indexdef(i.indexrelid, k.n::int, false) || ')'
                ELSE pg_catalog.quote_ident(a.attname) END
           || CASE WHEN co.oid IS NOT NULL AND co.oid <> COALESCE(a.attcollation, ety.typcollation)
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
         pg_catalog.array_agg(CASE WHEN op.oprnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN op.oprname::text
                                   ELSE 'operator(' || pg_catalog.quote_ident(opn.nspname) || '.' || op.oprname || ')' END
                              ORDER BY k.n) FILTER (WHERE k.n <= i.indnkeyatts) AS operators,
         pg_catalog.array_agg(a.attname::text ORDER BY k.n) FILTER (WHERE k.n > i.indnkeyatts) AS included
    FROM exclusion AS i
   CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(i.indkey::pg_catalog.int2[]), pg_catalog.unnest(i.indclass::pg_catalog.oid[]),
                                 pg_catalog.unnest(i.indcollation::pg_catalog.oid[]), pg_catalog.unnest(i.indoption::pg_catalog.int2[]))
              WITH ORDINALITY AS k(attnum, opclass, "collation", option, n)
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum <> 0
    LEFT JOIN pg_catalog.pg_attribute AS ia ON ia.attrelid = i.indexrelid AND ia.attnum = k.n
    LEFT JOIN pg_catalog.pg_type AS ety ON ety.oid = ia.atttypid
    LEFT JOIN pg_catalog.pg_opclass AS oc ON oc.oid = k.opclass
    LEFT JOIN pg_catalog.pg_namespace AS ocn ON ocn.oid = oc.opcnamespace
    LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = k."collation"
    LEFT JOIN pg_catalog.pg_namespace AS con ON con.oid = co.collnamespace
    LEFT JOIN pg_catalog.pg_operator AS op ON op.oid = i.conexclop[k.n]
    LEFT JOIN pg_catalog.pg_namespace AS opn ON opn.oid = op.oprnamespace
   GROUP BY i.indexrelid
)
SELECT i.schema, i.table_name AS parent, i.conname AS name, 0 AS position,
       CASE WHEN am.amname <> 'btree' THEN am.amname END AS method,
       keys.elements,
       keys.operators,
       keys.included AS include,
       CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END AS "where",
       CASE WHEN i.condeferrable THEN true END AS deferrable,
       CASE WHEN i.condeferred THEN true END AS initially_deferred,
       i.reloptions AS options,
       s.spcname AS tablespace,
       d.description AS comment
  FROM exclusion AS i
  JOIN keys ON keys.indexrelid = i.indexrelid
  JOIN pg_catalog.pg_am AS am ON am.oid = i.relam
  LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = i.reltablespace
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = i.constraint_oid AND d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objsubid = 0
