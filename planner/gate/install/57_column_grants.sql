-- Rights on single columns belong to the column, not to its name: the column that takes the place of another one gets them from it.

-- Rights that the one column has given away and the other has not, each as the GRANT that is missing. Who granted them does not count.
CREATE OR REPLACE FUNCTION phasegate.missing_column_grants(from_relation text, from_column text, to_relation text, to_column text) RETURNS SETOF text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT DISTINCT format('GRANT %s (%I) ON %s TO %s%s', g.privilege_type, $4, $3, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                         CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS statement
  FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) g
  WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped
    AND NOT EXISTS (SELECT FROM pg_attribute b CROSS JOIN LATERAL aclexplode(b.attacl) h
                    WHERE b.attrelid = to_regclass($3) AND b.attname = $4 AND NOT b.attisdropped
                      AND h.grantee = g.grantee AND h.privilege_type = g.privilege_type AND (h.is_grantable OR NOT g.is_grantable))
  ORDER BY statement
$function$;

CREATE OR REPLACE PROCEDURE phasegate.copy_column_grants(from_relation text, from_column text, to_relation text, to_column text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
  item record;
BEGIN
  -- As those who granted them, as far as whoever runs this may act for them and they may grant it here, too.
  FOR item IN
    SELECT s.value ->> 'as' AS grantor, s.value ->> 'sql' AS statement
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    CROSS JOIN LATERAL jsonb_array_elements(phasegate.grant_statements(to_relation, format('(%I)', to_column), a.attacl, c.relowner)) WITH ORDINALITY AS s (value, n)
    WHERE a.attrelid = from_relation::regclass AND a.attname = from_column AND NOT a.attisdropped
    ORDER BY s.n
  LOOP
    BEGIN
      PERFORM phasegate.execute_as(item.grantor, item.statement);
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
  END LOOP;
  -- The rest in the name of the owner.
  FOR item IN SELECT m.statement FROM phasegate.missing_column_grants(from_relation, from_column, to_relation, to_column) AS m (statement) LOOP
    EXECUTE item.statement;
  END LOOP;
  CALL phasegate.require_column_grants(from_relation, from_column, to_relation, to_column);
END
$procedure$;
COMMENT ON PROCEDURE phasegate.copy_column_grants(text, text, text, text) IS 'Gives a column the rights that another one has given away, and takes none from it';

CREATE OR REPLACE PROCEDURE phasegate.require_column_grants(from_relation text, from_column text, to_relation text, to_column text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $procedure$
DECLARE
  missing constant text := (SELECT string_agg(m.statement, '; ') FROM phasegate.missing_column_grants(from_relation, from_column, to_relation, to_column) AS m (statement));
BEGIN
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'rights on column % of % would be lost with it: % of % does not have them', quote_ident(from_column), from_relation, quote_ident(to_column), to_relation
      USING ERRCODE = 'PG001', DETAIL = missing, HINT = format('run these, or revoke the same on column %I of %s; then run this file again', from_column, from_relation);
  END IF;
END
$procedure$;
COMMENT ON PROCEDURE phasegate.require_column_grants(text, text, text, text) IS 'Raises when a column has given away rights that the one in its place has not';
