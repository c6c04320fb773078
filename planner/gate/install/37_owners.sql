
-- A column can own a sequence only when both belong to one role; what the runner makes belongs to the runner, and the table may
-- belong to a role that it is a member of. Nothing to do where they are the same.
CREATE OR REPLACE PROCEDURE phasegate.same_owner(sequence text, relation text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
  wanted constant oid := (SELECT c.relowner FROM pg_class c WHERE c.oid = to_regclass(same_owner.relation));
BEGIN
  IF wanted <> (SELECT c.relowner FROM pg_class c WHERE c.oid = to_regclass(same_owner.sequence)) THEN
    EXECUTE format('ALTER SEQUENCE %s OWNER TO %I', to_regclass(same_owner.sequence), pg_get_userbyid(wanted));
  END IF;
END
$procedure$;
