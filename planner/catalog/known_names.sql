-- Types and functions outside pg_catalog, by which names without a schema are resolved.
SELECT n.nspname || '.' || x.name AS name
  FROM (SELECT typnamespace AS namespace, typname::pg_catalog.text AS name FROM pg_catalog.pg_type WHERE typelem = 0 OR typtype <> 'b'
        UNION SELECT pronamespace, proname FROM pg_catalog.pg_proc
        UNION SELECT relnamespace, relname FROM pg_catalog.pg_class WHERE relkind = 'S') AS x
  JOIN pg_catalog.pg_namespace AS n ON n.oid = x.namespace
 WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
 ORDER BY 1
