-- What depends on the managed tables and is of no modelled kind: views (also by way of other views), policies, triggers, functions,
-- statistics, publications.
, dependent AS (
  SELECT DISTINCT t.oid AS table_oid, t.schema, t.name, d.refobjsubid,
         CASE d.classid WHEN 'pg_catalog.pg_rewrite'::pg_catalog.regclass THEN 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid
                        ELSE d.classid END AS class_id,
         CASE d.classid WHEN 'pg_catalog.pg_rewrite'::pg_catalog.regclass THEN r.ev_class ELSE d.objid END AS object_id
    FROM managed_table AS t
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = t.oid
    LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid
   WHERE d.deptype IN ('n', 'a')
     AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass,
                       'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
                       'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass)
  UNION
  -- A function over the row type of a table depends on the type, not on the table.
  SELECT t.oid, t.schema, t.name, 0, d.classid, d.objid
    FROM managed_table AS t
    JOIN pg_catalog.pg_class AS c ON c.oid = t.oid
    JOIN pg_catalog.pg_type AS ty ON ty.oid = c.reltype
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (ty.oid, ty.typarray)
   WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
), reached AS (
  SELECT d.table_oid, d.schema, d.name, d.object_id AS view_oid, true AS directly
    FROM dependent AS d WHERE d.class_id = 'pg_catalog.pg_class'::pg_catalog.regclass
  UNION
  SELECT v.table_oid, v.schema, v.name, r.ev_class, false
    FROM reached AS v
    JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = v.view_oid
                                  AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.deptype = 'n'
    JOIN pg_catalog.pg_rewrite AS r ON r.oid = d.objid AND r.ev_class <> v.view_oid
), all_dependent AS (
  SELECT * FROM dependent
  UNION
  SELECT v.table_oid, v.schema, v.name, 0, 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, v.view_oid
    FROM reached AS v
   WHERE NOT v.directly AND NOT EXISTS (SELECT FROM reached AS o WHERE o.table_oid = v.table_oid AND o.view_oid = v.view_oid AND o.directly)
)
SELECT p.schema, p.name AS "table", a.attname AS "column", o.type AS dependent_type, o.identity AS dependent_identity
  FROM all_dependent AS p
  LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = p.table_oid AND a.attnum = p.refobjsubid AND p.refobjsubid > 0
  LEFT JOIN pg_catalog.pg_trigger AS g ON p.class_id = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = p.object_id
  LEFT JOIN pg_catalog.pg_proc AS f ON f.oid = g.tgfoid
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(p.class_id, p.object_id, 0) AS o
 WHERE NOT COALESCE(g.tgisinternal, false)
   AND (f.oid IS NULL OR f.pronamespace IS DISTINCT FROM pg_catalog.to_regnamespace('phasegate')::pg_catalog.oid)  -- also where there is no such schema
   AND NOT (p.class_id = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.object_id = p.table_oid)
 ORDER BY 1, 2, 3, 4, 5
