-- Check constraints of the managed tables; those that phasegate itself added for a proof are not seen.
SELECT t.schema, t.name AS parent, c.conname AS name, 0 AS position,
       pg_catalog.pg_get_expr(c.conbin, c.conrelid) AS expression,
       CASE WHEN c.connoinherit THEN true END AS no_inherit,
       CASE WHEN NOT c.convalidated THEN true END AS not_valid,
       d.description AS comment
  FROM managed_table AS t
  JOIN pg_catalog.pg_constraint AS c ON c.conrelid = t.oid AND c.contype = 'c' AND {plain_constraint}
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.objsubid = 0
 WHERE NOT pg_catalog.starts_with(c.conname, 'phasegate_') AND NOT pg_catalog.starts_with(c.conname, 'zz_phasegate_')
