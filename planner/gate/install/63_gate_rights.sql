
-- Whether the role that asks sees every row that it counts. Row-level security would hide rows from fills and proofs.
CREATE OR REPLACE FUNCTION phasegate.gate_rights(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  hidden constant text := (SELECT string_agg(DISTINCT c.oid::regclass::text, ', ')
                           FROM jsonb_array_elements_text(spec -> 'tables') t
                           JOIN pg_class c ON c.oid = to_regclass(t) AND c.relkind IN ('r', 'p')
                           WHERE row_security_active(c.oid));
BEGIN
  IF hidden IS NOT NULL THEN
    RETURN QUERY SELECT 'row security', false, format('role %I cannot see every row of %s', current_user, hidden),
                        format('let a superuser run: ALTER ROLE %I BYPASSRLS', current_user);
  END IF;
END
$function$;
