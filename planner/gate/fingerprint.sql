-- A line for everything that a plan relies on: the tables in $1 and what depends on them, without the elements in $2. The fingerprint is the md5 over
-- these lines in their order; drift.sql tells two lists of them apart. A line that says more or less than before is another fingerprint, and shuts the
-- gates of every open rollout.
-- Names in both are written as in `public.users`, quoted where SQL needs it (a quoted name that needs none loses its quotes, however often that
-- is asked); an element is its kind and its name:
-- `column public.users.email`, `constraint public.users.users_org_fk`, `index public.users_email_idx`,
-- `trigger public.users.stamp`, `policy public.users.mine`, `view public.active_users`, `table public.users`. The kinds of
-- constraints (`check constraint`, `foreign key` …) may stand for `constraint`.
-- What the server prints depends on settings; planner/gate/fingerprint.cpp lists those that hold while this runs.
-- Partitions of a table are not part of it: new ones come and go. Owners, grants, comments and statistics are not either.
WITH RECURSIVE
wanted AS (
  SELECT DISTINCT regexp_replace(t, '(^|[. ])"([a-z_][a-z_0-9]*)"', '\1\2', 'g') AS name
  FROM unnest(coalesce($1, '{}'::text[])) AS t
),
touched AS (
  SELECT coalesce(array_agg(regexp_replace(t, '(^|[. ])"([a-z_][a-z_0-9]*)"', '\1\2', 'g')), '{}'::text[]) AS names
  FROM unnest(coalesce($2, '{}'::text[])) AS t
),
relation AS (
  SELECT c.oid, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, quote_ident(n.nspname) AS schema,
         regexp_replace(quote_ident(n.nspname) || '.' || quote_ident(c.relname), '(^|[. ])"([a-z_][a-z_0-9]*)"', '\1\2', 'g') AS name
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
),
chosen AS (
  SELECT r.* FROM relation r JOIN wanted w ON w.name = r.name WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm')
),
dependent (oid) AS (
  SELECT oid FROM chosen
  UNION
  SELECT rule.ev_class
  FROM dependent d
  JOIN pg_depend dep ON dep.refclassid = 'pg_class'::regclass AND dep.refobjid = d.oid AND dep.classid = 'pg_rewrite'::regclass
  JOIN pg_rewrite rule ON rule.oid = dep.objid
),
touched_index AS (
  SELECT con.conindid AS oid
  FROM pg_constraint con
  JOIN chosen c ON c.oid = con.conrelid
  CROSS JOIN touched
  WHERE con.contype IN ('p', 'u', 'x')  -- the index of a foreign key is that of the other table's key
    AND touched.names && ARRAY(
      SELECT kind || ' ' || regexp_replace(c.name || '.' || quote_ident(con.conname), '(^|[. ])"([a-z_][a-z_0-9]*)"', '\1\2', 'g')
      FROM unnest(ARRAY['constraint', 'unique constraint', 'primary key', 'exclusion constraint']) AS kind)
),
element (kinds, names, shown) AS (
  SELECT ARRAY['table', 'view', 'materialized view'], ARRAY[c.name],
         jsonb_build_array('table', c.name, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity,
                           pg_get_partkeydef(c.oid), CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
                           ARRAY(SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = c.oid ORDER BY 1))
  FROM chosen c
  UNION ALL
  SELECT ARRAY['column'], ARRAY[c.name || '.' || quote_ident(a.attname)],
         jsonb_build_array('column', c.name, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                           pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, a.attcollation::regcollation::text)
  FROM chosen c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  UNION ALL
  -- Not-null constraints are rows of their own from PostgreSQL 18 on; the columns show them on every version.
  SELECT ARRAY['constraint', 'check constraint', 'foreign key', 'unique constraint', 'primary key', 'exclusion constraint'],
         ARRAY[r.name || '.' || quote_ident(con.conname)],
         jsonb_build_array('constraint', r.name, con.conname, pg_get_constraintdef(con.oid), con.convalidated)
  FROM pg_constraint con
  JOIN relation r ON r.oid = con.conrelid
  WHERE con.contype NOT IN ('n', 't')
    -- A foreign key to a partitioned table has a row for each partition, which comes and goes with it.
    AND NOT EXISTS (SELECT FROM pg_constraint whole WHERE whole.oid = con.conparentid AND whole.conrelid = con.conrelid)
    AND (con.conrelid IN (SELECT oid FROM chosen)
         OR con.confrelid IN (SELECT oid FROM chosen) AND con.conparentid = 0)
  UNION ALL
  SELECT ARRAY['index'], ARRAY[r.name, c.name || '.' || quote_ident(i.relname)],
         jsonb_build_array('index', r.name, pg_get_indexdef(x.indexrelid))
  FROM pg_index x
  JOIN chosen c ON c.oid = x.indrelid
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN relation r ON r.oid = x.indexrelid
  WHERE x.indexrelid NOT IN (SELECT oid FROM touched_index)
  UNION ALL
  SELECT ARRAY['trigger'], ARRAY[c.name || '.' || quote_ident(t.tgname)],
         jsonb_build_array('trigger', c.name, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled)
  FROM chosen c
  JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
  UNION ALL
  SELECT ARRAY['policy'], ARRAY[c.name || '.' || quote_ident(p.polname)],
         jsonb_build_array('policy', c.name, p.polname, p.polcmd, p.polpermissive,
                           ARRAY(SELECT CASE role WHEN 0 THEN 'public' ELSE role::regrole::text END FROM unnest(p.polroles) AS role ORDER BY 1),
                           pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  FROM chosen c
  JOIN pg_policy p ON p.polrelid = c.oid
  UNION ALL
  SELECT ARRAY['rule'], ARRAY[c.name || '.' || quote_ident(rule.rulename)],
         jsonb_build_array('rule', c.name, rule.rulename, pg_get_ruledef(rule.oid), rule.ev_enabled)
  FROM chosen c
  JOIN pg_rewrite rule ON rule.ev_class = c.oid AND rule.rulename <> '_RETURN'
  UNION ALL
  SELECT ARRAY['view', 'materialized view'], ARRAY[r.name],
         jsonb_build_array('view', r.name, r.relkind, pg_get_viewdef(r.oid))
  FROM dependent d
  JOIN relation r ON r.oid = d.oid
  WHERE r.relkind IN ('v', 'm') AND r.oid NOT IN (SELECT oid FROM chosen)
  UNION ALL
  SELECT ARRAY['table'], ARRAY[w.name], jsonb_build_array('missing', w.name)
  FROM wanted w
  WHERE NOT EXISTS (SELECT FROM chosen c WHERE c.name = w.name)
)
SELECT e.shown
FROM element e
CROSS JOIN touched
WHERE NOT touched.names && ARRAY(
  SELECT kind || ' ' || regexp_replace(name, '(^|[. ])"([a-z_][a-z_0-9]*)"', '\1\2', 'g')
  FROM unnest(e.kinds) AS kind CROSS JOIN unnest(e.names) AS name)
