-- The body is planner/gate/fingerprint.sql, put in place of the marker line, so that `plan`, which never writes to the
-- database, can ask the same question without this function.

CREATE OR REPLACE FUNCTION phasegate.fingerprint(tables text[], touches text[]) RETURNS text
LANGUAGE sql
@fingerprint_settings@
AS $function$
@fingerprint_query@
$function$;
COMMENT ON FUNCTION phasegate.fingerprint(text[], text[]) IS
  'md5 over the tables and what depends on them, without the touched elements ("column public.users.email")';

-- The default of a column as `plan` reads it, whatever the settings of the session; NULL: there is none. A step that
-- changes a default asks by it whether the one from before is still there.
CREATE OR REPLACE FUNCTION phasegate.default_text(relation text, column_name text) RETURNS text
LANGUAGE sql
@fingerprint_settings@
AS $function$
  SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid)
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped
$function$;

-- The type of a column, with its collation where that is not the type's own, as `plan` reads it; NULL: there is no such column.
CREATE OR REPLACE FUNCTION phasegate.column_type(relation text, column_name text) RETURNS text
LANGUAGE sql
@fingerprint_settings@
AS $function$
  SELECT format_type(a.atttypid, a.atttypmod)
         || CASE WHEN a.attcollation <> y.typcollation AND a.attcollation <> 0 THEN
              ' collate ' || CASE WHEN o.collnamespace = 'pg_catalog'::regnamespace THEN quote_ident(o.collname) ELSE format('%s.%I', o.collnamespace::regnamespace, o.collname) END
            ELSE '' END
  FROM pg_attribute a
  JOIN pg_type y ON y.oid = a.atttypid
  LEFT JOIN pg_collation o ON o.oid = a.attcollation
  WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped
$function$;
