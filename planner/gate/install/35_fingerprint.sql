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

