-- The body is planner/gate/fingerprint.sql, put in place of the marker line, so that `plan`, which never writes to the
-- database, can ask the same question without this function.

CREATE OR REPLACE FUNCTION phasegate.fingerprint_lines(tables text[], touches text[]) RETURNS SETOF jsonb
LANGUAGE sql
@fingerprint_settings@
AS $function$
@fingerprint_query@
$function$;
COMMENT ON FUNCTION phasegate.fingerprint_lines(text[], text[]) IS
  'A line for each of the tables and what depends on them, without the touched elements ("column public.users.email")';

-- The fingerprint of such lines, a JSON array.
CREATE OR REPLACE FUNCTION phasegate.fingerprint_of(lines jsonb) RETURNS text
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT md5(coalesce(string_agg(l::text, E'\n' ORDER BY l::text COLLATE "C"), '')) FROM jsonb_array_elements(lines) l
$function$;

CREATE OR REPLACE FUNCTION phasegate.fingerprint(tables text[], touches text[]) RETURNS text
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT phasegate.fingerprint_of(coalesce(jsonb_agg(l), '[]')) FROM phasegate.fingerprint_lines(tables, touches) l
$function$;
COMMENT ON FUNCTION phasegate.fingerprint(text[], text[]) IS
  'md5 over the tables and what depends on them, without the touched elements ("column public.users.email")';

-- What is other than in these lines; planner/gate/drift.sql in place of the marker line.
CREATE OR REPLACE FUNCTION phasegate.drift(tables text[], touches text[], lines jsonb)
RETURNS TABLE(element text, what text, before text, after text)
LANGUAGE sql
@fingerprint_settings@
AS $function$
@drift_query@
$function$;

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

-- The same for the expression of a check constraint.
CREATE OR REPLACE FUNCTION phasegate.check_text(relation text, constraint_name text) RETURNS text
LANGUAGE sql
@fingerprint_settings@
AS $function$
  SELECT pg_catalog.pg_get_expr(c.conbin, c.conrelid)
  FROM pg_catalog.pg_constraint c
  WHERE c.conrelid = pg_catalog.to_regclass($1) AND c.conname = $2 AND c.contype = 'c'
$function$;
