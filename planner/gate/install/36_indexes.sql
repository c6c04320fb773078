-- Whether an index is as `plan` has read it from the live schema; false when it is missing. A step that builds an index of the same name
-- again asks by it whether the one from before still bears the name. Elements are put together as in planner/objects/index.sql.
CREATE OR REPLACE FUNCTION phasegate.index_is(relation text, method text, is_unique boolean, elements text[], included text[],
                                              nulls_not_distinct boolean, options text[], tablespace text, predicate text) RETURNS boolean
LANGUAGE sql
@fingerprint_settings@
AS $function$
  SELECT pg_catalog.count(*) > 0
  FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
  JOIN pg_catalog.pg_am AS am ON am.oid = ic.relam
  LEFT JOIN pg_catalog.pg_tablespace AS s ON s.oid = ic.reltablespace
  CROSS JOIN LATERAL (
    SELECT pg_catalog.array_agg(
             CASE WHEN k.attnum = 0 THEN '(' || pg_catalog.pg_get_indexdef(i.indexrelid, k.n::int, false) || ')'
                  ELSE pg_catalog.quote_ident(a.attname) END
             || CASE WHEN co.oid IS NOT NULL AND co.oid <> COALESCE(a.attcollation, ety.typcollation)
                     THEN ' collate ' || CASE WHEN co.collnamespace = 'pg_catalog'::pg_catalog.regnamespace
                                              THEN pg_catalog.quote_ident(co.collname)
                                              ELSE pg_catalog.quote_ident(con.nspname) || '.' || pg_catalog.quote_ident(co.collname) END
                     ELSE '' END
             || CASE WHEN NOT oc.opcdefault OR opclass_options.text IS NOT NULL
                     THEN ' ' || CASE WHEN oc.opcnamespace = 'pg_catalog'::pg_catalog.regnamespace THEN pg_catalog.quote_ident(oc.opcname)
                                      ELSE pg_catalog.quote_ident(ocn.nspname) || '.' || pg_catalog.quote_ident(oc.opcname) END
                          || COALESCE(' (' || opclass_options.text || ')', '')
                     ELSE '' END
             || CASE i.indoption[k.n - 1] & 3 WHEN 1 THEN ' desc nulls last' WHEN 2 THEN ' nulls first' WHEN 3 THEN ' desc' ELSE '' END
             ORDER BY k.n) FILTER (WHERE k.n <= i.indnkeyatts) AS elements,
           COALESCE(pg_catalog.array_agg(a.attname::text ORDER BY k.n) FILTER (WHERE k.n > i.indnkeyatts), '{}') AS included
      FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k(attnum, n)
      LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum <> 0
      LEFT JOIN pg_catalog.pg_attribute AS ia ON ia.attrelid = i.indexrelid AND ia.attnum = k.n
      LEFT JOIN pg_catalog.pg_type AS ety ON ety.oid = ia.atttypid
      LEFT JOIN pg_catalog.pg_opclass AS oc ON oc.oid = i.indclass[k.n - 1] AND k.n <= i.indnkeyatts
      LEFT JOIN pg_catalog.pg_namespace AS ocn ON ocn.oid = oc.opcnamespace
      LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = i.indcollation[k.n - 1] AND k.n <= i.indnkeyatts
      LEFT JOIN pg_catalog.pg_namespace AS con ON con.oid = co.collnamespace
      LEFT JOIN LATERAL (SELECT pg_catalog.array_to_string(ia.attoptions, ', ') AS text) AS opclass_options
        ON ia.attoptions IS NOT NULL
  ) AS keys
  WHERE i.indexrelid = pg_catalog.to_regclass($1) AND am.amname = $2 AND i.indisunique = $3
    AND keys.elements = $4 AND keys.included = $5
    -- The column came with PostgreSQL 15.
    AND COALESCE((pg_catalog.to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) = $6
    AND COALESCE(ic.reloptions, '{}') @> $7 AND COALESCE(ic.reloptions, '{}') <@ $7
    AND s.spcname IS NOT DISTINCT FROM $8::pg_catalog.name AND pg_catalog.pg_get_expr(i.indpred, i.indrelid) IS NOT DISTINCT FROM $9
$function$;
