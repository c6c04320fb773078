-- What uses a type, a collation, a member of an extension, or a schema. Columns, indexes, checks and types of modelled kinds are named as elements;
-- everything else by the server's own words. What stands in a schema and is of a modelled kind is not told again.
, type_kind AS (
  SELECT t.oid, n.nspname AS schema, t.typname AS name, t.typarray, t.typrelid,
         CASE t.typtype WHEN 'e' THEN 'enum type' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'composite type' END AS kind
    FROM managed_schema AS n
    JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid
   WHERE t.typtype IN ('e', 'd', 'r')
      OR (t.typtype = 'c' AND t.typrelid IN (SELECT c.oid FROM pg_catalog.pg_class AS c WHERE c.relkind = 'c'))
), member AS (
  SELECT e.classid, e.objid, e.refobjid AS extension FROM pg_catalog.pg_depend AS e
   WHERE e.deptype = 'e' AND e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
), base AS (
  -- An array of the type is the type, and so is the multirange of a range.
  SELECT k.kind, k.schema, k.name, 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid AS class_id, x.oid
    FROM type_kind AS k
    LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = k.oid
    LEFT JOIN pg_catalog.pg_type AS m ON m.oid = {multirange_type}
   CROSS JOIN LATERAL (VALUES (k.oid), (k.typarray), (m.oid), (m.typarray)) AS x(oid)
   WHERE x.oid <> 0
  UNION ALL
  SELECT 'collation', n.nspname, o.collname, 'pg_catalog.pg_collation'::pg_catalog.regclass, o.oid
    FROM managed_schema AS n JOIN pg_catalog.pg_collation AS o ON o.collnamespace = n.oid
  UNION ALL
  SELECT 'extension', '', e.extname, m.classid, m.objid
    FROM pg_catalog.pg_extension AS e JOIN member AS m ON m.extension = e.oid
   WHERE e.extname <> 'plpgsql'
  UNION ALL
  -- The arrays and multiranges of an extension's types hang on these.
  SELECT 'extension', '', e.extname, 'pg_catalog.pg_type'::pg_catalog.regclass, t.typarray
    FROM pg_catalog.pg_extension AS e JOIN member AS m ON m.extension = e.oid AND m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
    JOIN pg_catalog.pg_type AS t ON t.oid = m.objid AND t.typarray <> 0
   WHERE e.extname <> 'plpgsql'
  UNION ALL
  SELECT 'extension', '', e.extname, 'pg_catalog.pg_extension'::pg_catalog.regclass, e.oid FROM pg_catalog.pg_extension AS e WHERE e.extname <> 'plpgsql'
  UNION ALL
  SELECT 'schema', '', n.nspname, 'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid FROM managed_schema AS n
), used AS (
  SELECT DISTINCT b.kind AS on_kind, b.schema AS on_schema, b.name AS on_name, x.class_id, x.object_id, x.sub_id
    FROM base AS b
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = b.class_id AND d.refobjid = b.oid AND d.deptype IN ('n', 'a')
    LEFT JOIN pg_catalog.pg_rewrite AS w ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = d.objid
    LEFT JOIN pg_catalog.pg_attrdef AS f ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = d.objid
   CROSS JOIN LATERAL (SELECT CASE WHEN w.oid IS NOT NULL OR f.oid IS NOT NULL THEN 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid ELSE d.classid END AS class_id,
                              COALESCE(w.ev_class, f.adrelid, d.objid) AS object_id, COALESCE(f.adnum, d.objsubid)::pg_catalog.int4 AS sub_id) AS x
   WHERE NOT (b.kind = 'schema' AND x.class_id = 'pg_catalog.pg_class'::pg_catalog.regclass  -- as below, for what a schema has most of
              AND (x.object_id IN (SELECT t.oid FROM managed_table AS t) OR x.object_id IN (SELECT s.seqrelid FROM pg_catalog.pg_sequence AS s)))
     AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = x.class_id AND m.objid = x.object_id)
     -- Entries of an operator family that is a member are no members themselves.
     AND NOT EXISTS (SELECT FROM member AS m JOIN pg_catalog.pg_amop AS p ON p.amopfamily = m.objid
                      WHERE m.classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND x.class_id = 'pg_catalog.pg_amop'::pg_catalog.regclass AND p.oid = x.object_id)
     AND NOT EXISTS (SELECT FROM member AS m JOIN pg_catalog.pg_amproc AS p ON p.amprocfamily = m.objid
                      WHERE m.classid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND x.class_id = 'pg_catalog.pg_amproc'::pg_catalog.regclass AND p.oid = x.object_id)
), named AS (
  SELECT u.*,
         CASE WHEN t.oid IS NOT NULL AND a.attname IS NOT NULL THEN 'column'
              WHEN t.oid IS NOT NULL THEN 'table'
              WHEN it.oid IS NOT NULL THEN 'index'
              WHEN ct.oid IS NOT NULL AND k.contype = 'c' THEN 'check constraint'
              WHEN y.oid IS NOT NULL THEN y.kind
              WHEN c.relkind = 'S' THEN 'sequence'
              WHEN o.oid IS NOT NULL THEN 'collation'
              WHEN e.oid IS NOT NULL THEN 'extension'
              ELSE 'other' END AS kind,
         COALESCE(t.schema, it.schema, ct.schema, y.schema, sn.nspname, '') AS schema,
         COALESCE(CASE WHEN a.attname IS NOT NULL THEN t.name END, it.name, ct.name, '') AS parent,
         COALESCE(a.attname, t.name, ic.relname, CASE WHEN ct.oid IS NOT NULL THEN k.conname END, y.name, c.relname, o.collname, e.extname, '') AS name
    FROM used AS u
    LEFT JOIN pg_catalog.pg_class AS c ON u.class_id = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = u.object_id
    LEFT JOIN pg_catalog.pg_collation AS o ON u.class_id = 'pg_catalog.pg_collation'::pg_catalog.regclass AND o.oid = u.object_id
    LEFT JOIN pg_catalog.pg_namespace AS sn ON sn.oid = COALESCE(o.collnamespace, CASE WHEN c.relkind = 'S' THEN c.relnamespace END)
    LEFT JOIN managed_table AS t ON t.oid = c.oid
    LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = u.sub_id AND u.sub_id > 0
    LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
    LEFT JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
    LEFT JOIN managed_table AS it ON it.oid = i.indrelid
    LEFT JOIN pg_catalog.pg_constraint AS k ON u.class_id = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = u.object_id
    LEFT JOIN managed_table AS ct ON ct.oid = k.conrelid
    LEFT JOIN type_kind AS y ON (u.class_id = 'pg_catalog.pg_type'::pg_catalog.regclass AND y.oid = u.object_id) OR (k.contypid <> 0 AND y.oid = k.contypid)
      OR (c.relkind = 'c' AND y.typrelid = c.oid)
    LEFT JOIN pg_catalog.pg_extension AS e ON u.class_id = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.oid = u.object_id
)
SELECT m.on_kind, m.on_schema, m.on_name, m.kind, m.schema, m.parent, m.name, o.type, o.identity
  FROM named AS m
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(m.class_id, m.object_id, CASE WHEN m.class_id = 'pg_catalog.pg_class'::pg_catalog.regclass THEN m.sub_id ELSE 0 END) AS o
 WHERE NOT (m.on_kind = 'schema' AND m.kind NOT IN ('other', 'extension'))
   AND NOT (m.on_kind = m.kind AND m.on_schema = m.schema AND m.on_name = m.name)
   AND NOT (m.on_kind = 'extension' AND m.kind = 'other' AND m.class_id = 'pg_catalog.pg_type'::pg_catalog.regclass
            AND EXISTS (SELECT FROM pg_catalog.pg_type AS ty JOIN member AS mb ON mb.objid = ty.typelem AND mb.classid = 'pg_catalog.pg_type'::pg_catalog.regclass WHERE ty.oid = m.object_id))
 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
