-- What depends on a column and forbids another type for it: views and views on views, materialized views, rules, policies, triggers; and the
-- statements that make each of them again. Never functions.

-- What must go before the columns of the table can change, by the longest way to them: what has the highest level goes first. Rules and
-- triggers of a view that goes are among it as things of their own, since they may need a view that is made after theirs.
CREATE OR REPLACE FUNCTION phasegate.dependants(relation regclass, columns text[])
RETURNS TABLE (class_id oid, object_id oid, kind text, on_relation oid, name text, level integer)
LANGUAGE sql STABLE
@fingerprint_settings@
AS $function$
WITH RECURSIVE dependant (class_id, object_id, view_id, level) AS (
  SELECT f.class_id, f.object_id, f.view_id, 1
  FROM pg_attribute a
  CROSS JOIN LATERAL (
    SELECT CASE WHEN r.rulename = '_RETURN' THEN 'pg_class'::regclass::oid ELSE d.classid END AS class_id,
           CASE WHEN r.rulename = '_RETURN' THEN r.ev_class ELSE d.objid END AS object_id,
           CASE WHEN r.rulename = '_RETURN' THEN r.ev_class END AS view_id
    FROM pg_depend d
    LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
      AND d.classid IN ('pg_rewrite'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass)) f
  WHERE a.attrelid = $1 AND a.attname = ANY ($2) AND NOT a.attisdropped
  UNION
  SELECT f.class_id, f.object_id, f.view_id, v.level + 1
  FROM dependant v
  CROSS JOIN LATERAL (
    SELECT CASE WHEN r.rulename = '_RETURN' THEN 'pg_class'::regclass::oid ELSE d.classid END AS class_id,
           CASE WHEN r.rulename = '_RETURN' THEN r.ev_class ELSE d.objid END AS object_id,
           CASE WHEN r.rulename = '_RETURN' THEN r.ev_class END AS view_id
    FROM pg_depend d
    LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = v.view_id
      AND d.classid IN ('pg_rewrite'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass)
      AND (r.rulename = '_RETURN' AND r.ev_class = v.view_id) IS NOT TRUE) f
  WHERE v.view_id IS NOT NULL
)
SELECT d.class_id, d.object_id,
       CASE WHEN c.relkind = 'm' THEN 'materialized view' WHEN c.oid IS NOT NULL THEN 'view'
            WHEN r.oid IS NOT NULL THEN 'rule' WHEN t.oid IS NOT NULL THEN 'trigger' ELSE 'policy' END,
       coalesce(c.oid, r.ev_class, t.tgrelid, p.polrelid),
       coalesce(c.relname, r.rulename, t.tgname, p.polname)::text,
       max(d.level)
FROM dependant d
LEFT JOIN pg_class c ON d.class_id = 'pg_class'::regclass AND c.oid = d.object_id
LEFT JOIN pg_rewrite r ON d.class_id = 'pg_rewrite'::regclass AND r.oid = d.object_id
LEFT JOIN pg_trigger t ON d.class_id = 'pg_trigger'::regclass AND t.oid = d.object_id
LEFT JOIN pg_policy p ON d.class_id = 'pg_policy'::regclass AND p.oid = d.object_id
WHERE t.tgisinternal IS NOT TRUE
GROUP BY 1, 2, 3, 4, 5
$function$;

-- The statements that give an object exactly these rights, as the roles that granted them. `list`: `(a, b)` for columns.
CREATE OR REPLACE FUNCTION phasegate.grant_statements(target text, list text, acl aclitem[], owner oid) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
           'as', CASE WHEN g.grantor <> $4 THEN pg_get_userbyid(g.grantor) END,
           'sql', format('GRANT %s ON %s TO %s%s', g.rights, $1, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                         CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)) ORDER BY g.first), '[]')
  FROM (SELECT e.grantor, e.grantee, e.is_grantable, min(e.n) AS first,
               string_agg(e.privilege_type || coalesce(' ' || $2, ''), ', ' ORDER BY e.privilege_type) AS rights
        FROM aclexplode($3) WITH ORDINALITY AS e (grantor, grantee, privilege_type, is_grantable, n)
        GROUP BY e.grantor, e.grantee, e.is_grantable) g
$function$;

-- Rights as a sorted list, so that two compare equal whatever their order.
CREATE OR REPLACE FUNCTION phasegate.rights(acl aclitem[]) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT coalesce(jsonb_agg(jsonb_build_array(e.grantor::bigint, e.grantee::bigint, e.privilege_type, e.is_grantable)
                            ORDER BY e.grantor, e.grantee, e.privilege_type, e.is_grantable), '[]')
  FROM aclexplode($1) e
$function$;

-- What must be the same again. The texts of definitions are not among it: with another type of the column the server prints other casts.
CREATE OR REPLACE FUNCTION phasegate.dependant_facts(class_id oid, object_id oid) RETURNS jsonb
LANGUAGE sql STABLE
@fingerprint_settings@
AS $function$
  SELECT CASE $1
    WHEN 'pg_class'::regclass THEN (
      SELECT jsonb_build_object(
        'kind', c.relkind, 'schema', c.relnamespace::regnamespace, 'name', c.relname, 'owner', c.relowner::regrole,
        'rights', phasegate.rights(coalesce(c.relacl, acldefault('r', c.relowner))), 'options', to_jsonb(c.reloptions),
        'tablespace', c.reltablespace, 'method', c.relam, 'filled', c.relispopulated, 'identity', c.relreplident,
        'row types', (SELECT to_jsonb(y.typacl::text) FROM pg_type y WHERE y.oid = c.reltype),
        'columns', (SELECT jsonb_agg(jsonb_build_array(a.attname, phasegate.rights(a.attacl), a.attoptions, a.attstattarget, col_description(c.oid, a.attnum),
                                                       (SELECT pg_get_expr(d.adbin, d.adrelid) IS NOT NULL FROM pg_attrdef d WHERE d.adrelid = c.oid AND d.adnum = a.attnum))
                                     ORDER BY a.attnum)
                    FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
        'indexes', (SELECT jsonb_agg(jsonb_build_array(i.indexrelid::regclass, i.indisunique, i.indisvalid, i.indisclustered, x.reloptions, x.reltablespace,
                                                       obj_description(i.indexrelid, 'pg_class')) ORDER BY i.indexrelid::regclass::text)
                    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid),
        'rules', (SELECT jsonb_agg(jsonb_build_array(r.rulename, r.ev_enabled) ORDER BY r.rulename) FROM pg_rewrite r WHERE r.ev_class = c.oid),
        'triggers', (SELECT jsonb_agg(jsonb_build_array(t.tgname, t.tgenabled) ORDER BY t.tgname) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal))
      FROM pg_class c WHERE c.oid = $2)
    WHEN 'pg_rewrite'::regclass THEN (
      SELECT jsonb_build_object('name', r.rulename, 'table', r.ev_class::regclass, 'event', r.ev_type, 'instead', r.is_instead, 'state', r.ev_enabled)
      FROM pg_rewrite r WHERE r.oid = $2)
    WHEN 'pg_trigger'::regclass THEN (
      SELECT jsonb_build_object('name', t.tgname, 'table', t.tgrelid::regclass, 'type', t.tgtype, 'function', t.tgfoid::regprocedure, 'state', t.tgenabled,
                                'columns', t.tgattr::text, 'deferrable', t.tgdeferrable, 'deferred', t.tginitdeferred, 'arguments', t.tgargs::text)
      FROM pg_trigger t WHERE t.oid = $2)
    WHEN 'pg_policy'::regclass THEN (
      SELECT jsonb_build_object('name', p.polname, 'table', p.polrelid::regclass, 'command', p.polcmd, 'permissive', p.polpermissive, 'roles', p.polroles::text)
      FROM pg_policy p WHERE p.oid = $2)
  END || jsonb_build_object('comment', obj_description($2, $1::regclass::text::name))
$function$;

-- A list of {"as": role or null, "sql": statement}, and of {"revoke": view, "unless": rights, "grants": such a list}.
CREATE OR REPLACE FUNCTION phasegate.create_view_statements(view_id oid) RETURNS jsonb
LANGUAGE plpgsql STABLE
@fingerprint_settings@
AS $function$
#variable_conflict use_column
DECLARE
  c pg_class;
  target text;
  word text;
  owner text;
  statements text[] := '{}';
  result jsonb;
BEGIN
  SELECT * INTO STRICT c FROM pg_class k WHERE k.oid = view_id;
  target := format('%s.%I', c.relnamespace::regnamespace, c.relname);
  word := CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END;
  owner := pg_get_userbyid(c.relowner);
  statements := statements || format('CREATE %s %s (%s)%s%s%s AS %s%s', word, target,
    (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = view_id AND a.attnum > 0),
    CASE WHEN c.relkind = 'm' THEN (SELECT format(' USING %I', m.amname) FROM pg_am m WHERE m.oid = c.relam) END,
    (SELECT ' WITH (' || string_agg(format('%s=%L', quote_ident(o.option_name), o.option_value), ', ' ORDER BY o.n) || ')'
     FROM pg_options_to_table(c.reloptions) WITH ORDINALITY AS o (option_name, option_value, n)),
    CASE WHEN c.relkind = 'm' THEN (SELECT format(' TABLESPACE %I', s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace) END,
    rtrim(pg_get_viewdef(view_id), '; '), CASE WHEN c.relkind = 'm' THEN ' WITH NO DATA' ELSE '' END);
  statements := statements || format('ALTER %s %s OWNER TO %I', word, target, owner);
  statements := statements || ARRAY(
    SELECT format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', target, a.attname, pg_get_expr(d.adbin, d.adrelid))
    FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = view_id ORDER BY a.attnum);
  IF c.relkind = 'm' THEN
    statements := statements || ARRAY(
      SELECT format('ALTER MATERIALIZED VIEW %s ALTER COLUMN %I %s', target, a.attname, s.clause)
      FROM pg_attribute a
      JOIN pg_type y ON y.oid = a.atttypid
      CROSS JOIN LATERAL (VALUES
        (CASE WHEN coalesce(a.attstattarget, -1) <> -1 THEN 'SET STATISTICS ' || a.attstattarget END),
        (CASE WHEN a.attoptions IS NOT NULL THEN 'SET (' || array_to_string(a.attoptions, ', ') || ')' END),
        (CASE WHEN a.attstorage <> y.typstorage THEN 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'x' THEN 'EXTENDED' ELSE 'MAIN' END END)
      ) AS s (clause)
      WHERE a.attrelid = view_id AND a.attnum > 0 AND s.clause IS NOT NULL ORDER BY a.attnum);
    statements := statements || ARRAY(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = view_id ORDER BY i.indexrelid);
    statements := statements || ARRAY(
      SELECT format('COMMENT ON INDEX %s IS %L', i.indexrelid::regclass, obj_description(i.indexrelid, 'pg_class'))
      FROM pg_index i WHERE i.indrelid = view_id AND obj_description(i.indexrelid, 'pg_class') IS NOT NULL ORDER BY i.indexrelid);
    statements := statements || ARRAY(
      SELECT format('ALTER MATERIALIZED VIEW %s CLUSTER ON %I', target, x.relname)
      FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = view_id AND i.indisclustered);
  END IF;
  statements := statements || ARRAY(
    SELECT format('COMMENT ON %s IS %L', t.what, t.comment)
    FROM (SELECT 0 AS n, format('%s %s', word, target) AS what, obj_description(view_id, 'pg_class') AS comment
          UNION ALL
          SELECT a.attnum, format('COLUMN %s.%I', target, a.attname), col_description(view_id, a.attnum)
          FROM pg_attribute a WHERE a.attrelid = view_id AND a.attnum > 0) t
    WHERE t.comment IS NOT NULL ORDER BY t.n);
  result := (SELECT jsonb_agg(jsonb_build_object('as', NULL, 'sql', s) ORDER BY n) FROM unnest(statements) WITH ORDINALITY AS u (s, n));
  -- Default privileges come with every new view: where its rights are not the ones from before, all of them go first.
  result := result || jsonb_build_array(jsonb_build_object('revoke', target, 'unless', phasegate.rights(coalesce(c.relacl, acldefault('r', c.relowner))),
                                          'grants', phasegate.grant_statements(target, NULL, coalesce(c.relacl, acldefault('r', c.relowner)), c.relowner)));
  SELECT result || coalesce(jsonb_agg(g.item ORDER BY a.attnum, g.n), '[]') INTO result
  FROM pg_attribute a
  CROSS JOIN LATERAL jsonb_array_elements(phasegate.grant_statements(target, format('(%I)', a.attname), a.attacl, c.relowner)) WITH ORDINALITY AS g (item, n)
  WHERE a.attrelid = view_id AND a.attnum > 0 AND a.attacl IS NOT NULL;
  IF c.relkind = 'm' AND c.relispopulated THEN
    result := result || jsonb_build_array(jsonb_build_object('as', NULL, 'sql', format('REFRESH MATERIALIZED VIEW %s', target)));
  END IF;
  RETURN result;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.create_statements(class_id oid, object_id oid) RETURNS jsonb
LANGUAGE plpgsql STABLE
@fingerprint_settings@
AS $function$
DECLARE
  definition text;
  target text;
  word text;
  comment text;
BEGIN
  IF class_id = 'pg_class'::regclass THEN
    RETURN phasegate.create_view_statements(object_id);
  ELSIF class_id = 'pg_rewrite'::regclass THEN
    SELECT rtrim(pg_get_ruledef(r.oid), '; '),
           format('RULE %I ON %s', r.rulename, r.ev_class::regclass), CASE r.ev_enabled WHEN 'O' THEN NULL ELSE
           format('ALTER TABLE %s %s RULE %I', r.ev_class::regclass, CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, r.rulename) END
      INTO STRICT definition, target, word FROM pg_rewrite r WHERE r.oid = object_id;
  ELSIF class_id = 'pg_trigger'::regclass THEN
    SELECT pg_get_triggerdef(t.oid),
           format('TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass), CASE t.tgenabled WHEN 'O' THEN NULL ELSE
           format('ALTER TABLE %s %s TRIGGER %I', t.tgrelid::regclass, CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, t.tgname) END
      INTO STRICT definition, target, word FROM pg_trigger t WHERE t.oid = object_id;
  ELSE
    SELECT format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, p.polrelid::regclass,
                  CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                  CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                  (SELECT string_agg(CASE o.role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o.role)) END, ', ' ORDER BY o.n)
                   FROM unnest(p.polroles) WITH ORDINALITY AS o (role, n)),
                  ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'),
           format('POLICY %I ON %s', p.polname, p.polrelid::regclass)
      INTO STRICT definition, target FROM pg_policy p WHERE p.oid = object_id;
  END IF;
  comment := obj_description(object_id, class_id::regclass::text::name);
  RETURN (SELECT jsonb_agg(jsonb_build_object('as', NULL, 'sql', s) ORDER BY n)
          FROM unnest(ARRAY[definition, word, CASE WHEN comment IS NOT NULL THEN format('COMMENT ON %s IS %L', target, comment) END]) WITH ORDINALITY AS u (s, n)
          WHERE s IS NOT NULL);
END
$function$;

