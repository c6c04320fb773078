-- Functions and procedures whose text names a column or table that a plan takes away, with what they name. The server knows
-- nothing of what stands in these texts; bodies with BEGIN ATOMIC, whose dependencies it knows, have no text.
-- $1: [{"what": "column public.users.nick (goes)", "tables": ["public.users"], "column": "nick"}]; without "column" it is the
-- table that goes; a table may be given under several names.
-- A column counts where it is named in a function that has to do with its table: a trigger of it, one that takes or returns
-- its rows, or one that names it. Comments and strings count as well: strings may be run.
-- A name is found as SQL reads it: by itself in any case where it needs no quotes, exactly in quotes, and as the whole of a
-- string. A keyword that needs quotes is a name by itself only behind a dot or at the start of a string.
WITH RECURSIVE
going AS (
  SELECT g.value ->> 'what' AS what, g.value ->> 'column' AS column_name, (parse_ident(t.name))[2] AS table_name, to_regclass(t.name)::oid AS relation
  FROM jsonb_array_elements($1) AS g CROSS JOIN LATERAL jsonb_array_elements_text(g.value -> 'tables') AS t (name)
),
family (what, relation) AS (
  SELECT what, relation FROM going WHERE column_name IS NOT NULL AND relation IS NOT NULL
  UNION
  SELECT f.what, i.inhrelid FROM family f JOIN pg_inherits i ON i.inhparent = f.relation
),
name AS (
  SELECT DISTINCT what, coalesce(column_name, table_name) AS name, column_name IS NULL AS is_whole FROM going
),
table_name (what, name) AS (
  SELECT what, table_name FROM going WHERE column_name IS NOT NULL
  UNION
  SELECT f.what, c.relname FROM family f JOIN pg_class c ON c.oid = f.relation
),
-- What is no ASCII letter, digit or underscore ends a word; "$" too, since it begins and ends strings.
word AS (
  SELECT n.name, lower(n.name COLLATE "C") AS folded, '"' || replace(n.name, '"', '""') || '"' AS quoted, '''' || replace(n.name, '''', '''''') || '''' AS string,
         CASE WHEN n.name !~ '^[0-9$]|[\u0001-\u0023\u0025-\u002F\u003A-\u005E\u0060\u007B-\u007F]' THEN
           CASE WHEN EXISTS (SELECT FROM pg_get_keywords() k WHERE k.word = n.name AND k.catcode IN ('R', 'T')) THEN '([.]\s*|'')'
                ELSE '(^|[\u0001-\u0021\u0023-\u002F\u003A-\u0040\u005B-\u005E\u0060\u007B-\u007F])' END
           || replace(n.name, '$', '[$]') || '($|[\u0001-\u0021\u0023-\u002F\u003A-\u0040\u005B-\u005E\u0060\u007B-\u007F])' END AS bare
  FROM (SELECT name FROM name UNION SELECT name FROM table_name) n
),
body AS MATERIALIZED (
  SELECT p.oid, p.prosrc AS text, lower(p.prosrc COLLATE "C") AS folded
  FROM pg_proc p
  JOIN pg_namespace s ON s.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang
  WHERE s.nspname NOT IN ('information_schema', 'phasegate') AND s.nspname !~ '^pg_' AND l.lanname NOT IN ('internal', 'c')
),
trigger_function AS MATERIALIZED (
  SELECT DISTINCT f.what, t.tgfoid AS oid FROM family f JOIN pg_trigger t ON t.tgrelid = f.relation
),
row_type AS MATERIALIZED (
  SELECT f.what, array_agg(y.oid) || array_agg(y.typarray) AS types
  FROM family f JOIN pg_class c ON c.oid = f.relation JOIN pg_type y ON y.oid = c.reltype GROUP BY f.what
),
named AS MATERIALIZED (
  SELECT b.oid, b.text, b.folded, n.what, n.is_whole
  FROM (SELECT n.what, n.is_whole, w.* FROM name n JOIN word w ON w.name = n.name OFFSET 0) n
  CROSS JOIN body b
  WHERE CASE WHEN n.bare IS NOT NULL AND strpos(b.folded, n.folded) = 0 THEN false
             WHEN strpos(b.text, n.quoted) > 0 OR strpos(b.text, n.string) > 0 THEN true
             ELSE b.folded ~ n.bare END
)
SELECT CASE p.prokind WHEN 'p' THEN 'procedure ' ELSE 'function ' END || p.oid::regprocedure AS function, string_agg(n.what, ', ' ORDER BY n.what COLLATE "C") AS names
FROM named n
JOIN pg_proc p ON p.oid = n.oid
WHERE n.is_whole
   OR EXISTS (SELECT FROM trigger_function t WHERE t.what = n.what AND t.oid = p.oid)
   OR EXISTS (SELECT FROM row_type r WHERE r.what = n.what AND r.types && (p.proargtypes::oid[] || p.prorettype))
   OR EXISTS (SELECT FROM table_name t JOIN word w ON w.name = t.name
              WHERE t.what = n.what
                AND CASE WHEN w.bare IS NOT NULL AND strpos(n.folded, w.folded) = 0 THEN false
                         WHEN strpos(n.text, w.quoted) > 0 OR strpos(n.text, w.string) > 0 THEN true
                         ELSE n.folded ~ w.bare END)
GROUP BY p.oid, p.prokind
ORDER BY p.oid::regprocedure::text COLLATE "C"
