-- Collations that people made, whatever provides them.
SELECT n.nspname AS schema, '' AS parent, o.collname AS name, 0 AS position,
       CASE o.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' END AS provider,
       CASE WHEN o.collprovider <> 'c' THEN {icu_locale} WHEN o.collcollate = o.collctype THEN o.collcollate END AS locale,
       CASE WHEN o.collprovider = 'c' AND o.collcollate <> o.collctype THEN o.collcollate END AS lc_collate,
       CASE WHEN o.collprovider = 'c' AND o.collcollate <> o.collctype THEN o.collctype END AS lc_ctype,
       CASE WHEN NOT o.collisdeterministic THEN true END AS nondeterministic,
       {icu_rules} AS rules,
       d.description AS comment
  FROM managed_schema AS n
  JOIN pg_catalog.pg_collation AS o ON o.collnamespace = n.oid
  LEFT JOIN pg_catalog.pg_description AS d
    ON d.objoid = o.oid AND d.classoid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND d.objsubid = 0
 WHERE NOT pg_catalog.starts_with(o.collname, 'zz_phasegate_')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                    WHERE e.classid = 'pg_catalog.pg_collation'::pg_catalog.regclass AND e.objid = o.oid AND e.deptype = 'e')
 ORDER BY n.nspname, o.collname
