-- Comments on what is left alone, and on what belongs to something modelled without being an object of its own: the index of a key, the
-- sequence of an identity, a NOT NULL (PostgreSQL 18), a constraint of a domain, an attribute of a composite type.
{left_alone_things}
SELECT '' AS schema, '' AS parent, o.type AS name, 0 AS position, pg_catalog.array_agg(x.text ORDER BY o.identity, x.number) AS "on"
  FROM (SELECT t.class_id, t.object_id FROM thing AS t
         UNION
        SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, k.conindid
          FROM managed_table AS t JOIN pg_catalog.pg_constraint AS k ON k.conrelid = t.oid AND k.contype IN ('p', 'u', 'x')
         WHERE NOT pg_catalog.starts_with(k.conname, 'zz_phasegate_') AND NOT pg_catalog.starts_with(k.conname, 'phasegate_')
         UNION
        SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, q.objid
          FROM managed_table AS t
          JOIN pg_catalog.pg_depend AS q ON q.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND q.refobjid = t.oid AND q.refobjsubid > 0
                                        AND q.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND q.deptype = 'i'
         UNION
        SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid
          FROM managed_schema AS n JOIN pg_catalog.pg_constraint AS k ON k.connamespace = n.oid
         WHERE k.contypid <> 0 OR k.contype = 'n' OR NOT EXISTS (SELECT FROM managed_table AS t WHERE t.oid = k.conrelid)
         UNION
        SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid
          FROM managed_schema AS n JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid WHERE c.relkind = 'c') AS c (class_id, object_id)
  JOIN pg_catalog.pg_description AS d ON d.classoid = c.class_id AND d.objoid = c.object_id
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
 CROSS JOIN LATERAL (VALUES (1, o.identity), (2, d.description)) AS x (number, text)
 WHERE NOT EXISTS (SELECT FROM extension_member AS m WHERE m.classid = c.class_id AND m.objid = c.object_id)
 GROUP BY o.type
 ORDER BY o.type
