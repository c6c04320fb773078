-- What depends on the managed tables, through views too, and is of no modelled kind: views, rules, policies, triggers, functions,
-- statistics, publications. And what relies on a key of theirs: views that group by it, and foreign keys, which are modelled, so their own
-- names come along.
, mention AS (
  -- A view is its rule _RETURN; every other rule is a thing of its own.
  SELECT d.refobjid, d.refobjsubid,
         CASE WHEN r.rulename = '_RETURN' THEN 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid ELSE d.classid END AS class_id,
         CASE WHEN r.rulename = '_RETURN' THEN r.ev_class ELSE d.objid END AS object_id
    FROM pg_catalog.pg_depend AS d
    LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
   WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('n', 'a')
     AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass,
                       'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
                       'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass)
     AND NOT (r.rulename IS NOT NULL AND r.rulename <> '_RETURN' AND r.ev_class = d.refobjid AND d.refobjsubid = 0)
), direct AS (
  SELECT t.oid AS table_oid, t.schema, t.name, m.refobjsubid, m.class_id, m.object_id
    FROM managed_table AS t
    JOIN mention AS m ON m.refobjid = t.oid
  UNION
  -- A function over the row type of a table depends on the type, not on the table.
  SELECT t.oid, t.schema, t.name, 0, d.classid, d.objid
    FROM managed_table AS t
    JOIN pg_catalog.pg_class AS c ON c.oid = t.oid
    JOIN pg_catalog.pg_type AS ty ON ty.oid = c.reltype
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (ty.oid, ty.typarray)
   WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
), through (table_oid, schema, name, refobjsubid, class_id, object_id) AS (
  -- What depends on a view depends on what the view reads.
  SELECT d.* FROM direct AS d
  UNION
  SELECT h.table_oid, h.schema, h.name, h.refobjsubid, m.class_id, m.object_id
    FROM through AS h
    JOIN mention AS m ON m.refobjid = h.object_id
   WHERE h.class_id = 'pg_catalog.pg_class'::pg_catalog.regclass AND h.object_id <> h.table_oid
     AND NOT (m.class_id = h.class_id AND m.object_id = h.object_id)
), dependent AS (
  SELECT * FROM through
)
, key AS (
  SELECT t.schema, t.name, k.oid, k.conindid, k.conname, CASE k.contype WHEN 'p' THEN 'primary key' ELSE 'unique constraint' END AS kind
    FROM managed_table AS t JOIN pg_catalog.pg_constraint AS k ON k.conrelid = t.oid AND k.contype IN ('p', 'u')
)
SELECT p.schema, p.name AS "table", a.attname AS "column", o.type AS dependent_type, o.identity AS dependent_identity,
       -- Of what stands on a relation, that relation; views by themselves.
       bn.nspname AS base_schema, CASE WHEN p.class_id <> 'pg_catalog.pg_class'::pg_catalog.regclass THEN b.relname END AS base_name,
       COALESCE(g.tgname, y.polname, u.rulename, b.relname) AS dependent_name,
       NULL AS key_kind, NULL AS "key", NULL AS foreign_schema, NULL AS foreign_table, NULL AS foreign_key
  FROM dependent AS p
  LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = p.table_oid AND a.attnum = p.refobjsubid AND p.refobjsubid > 0
  LEFT JOIN pg_catalog.pg_trigger AS g ON p.class_id = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = p.object_id
  LEFT JOIN pg_catalog.pg_policy AS y ON p.class_id = 'pg_catalog.pg_policy'::pg_catalog.regclass AND y.oid = p.object_id
  LEFT JOIN pg_catalog.pg_rewrite AS u ON p.class_id = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND u.oid = p.object_id
  LEFT JOIN pg_catalog.pg_class AS b
    ON b.oid = CASE WHEN p.class_id = 'pg_catalog.pg_class'::pg_catalog.regclass THEN p.object_id ELSE COALESCE(g.tgrelid, y.polrelid, u.ev_class) END
  LEFT JOIN pg_catalog.pg_namespace AS bn ON bn.oid = b.relnamespace
  LEFT JOIN pg_catalog.pg_proc AS f ON f.oid = g.tgfoid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(p.class_id, p.object_id, 0) AS o
 WHERE NOT COALESCE(g.tgisinternal, false)
   AND (f.oid IS NULL OR f.pronamespace IS DISTINCT FROM pg_catalog.to_regnamespace('phasegate')::pg_catalog.oid)  -- also where there is no such schema
   AND NOT (p.class_id = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.object_id = p.table_oid)
 UNION ALL
SELECT k.schema, k.name, NULL, o.type, o.identity, NULL, NULL, NULL, k.kind, k.conname, NULL, NULL, NULL
  FROM key AS k
  JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.refobjid = k.oid AND d.deptype = 'n'
   AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass)
  LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(CASE WHEN r.oid IS NULL THEN d.classid ELSE 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid END, COALESCE(r.ev_class, d.objid), 0) AS o
 UNION ALL
SELECT k.schema, k.name, NULL, 'table constraint',
       -- As the server says it; a large schema has thousands, and the server looks up every part.
       COALESCE(pg_catalog.quote_ident(f.conname) || ' on ' || pg_catalog.quote_ident(t.schema) || '.' || pg_catalog.quote_ident(t.name),
                (pg_catalog.pg_identify_object('pg_catalog.pg_constraint'::pg_catalog.regclass, f.oid, 0)).identity),
       NULL, NULL, NULL, k.kind, k.conname, t.schema, t.name, f.conname
  FROM key AS k
  JOIN pg_catalog.pg_constraint AS f ON f.contype = 'f' AND f.conindid = k.conindid
  LEFT JOIN managed_table AS t ON t.oid = f.conrelid
 ORDER BY 1, 2, 3, 4, 5, 9, 10
