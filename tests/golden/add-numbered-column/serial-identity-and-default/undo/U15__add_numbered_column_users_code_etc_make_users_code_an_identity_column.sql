-- phasegate: undo validate (enforce)
-- rollout: add_numbered_column_users_code_etc, plan 6eeaf986
-- what: make users.code an identity column
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'code' AND NOT a.attisdropped AND a.attidentity = 'a')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_numbered_column_users_code_etc",
  "plan_id": "6eeaf986",
  "environment": "default",
  "phase": "validate",
  "direction": "undo",
  "applications": [
    {
      "name": "app",
      "scheme": "semver",
      "from": "1.0.0",
      "adopts": "2.0.0",
      "retires": "2.0.0"
    }
  ],
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: make users.code an identity column
  IF (false) IS NOT TRUE THEN
    CREATE SEQUENCE public.zz_phasegate_users_code_seq AS integer start with 500 increment by 5;
    DO $numbers$
DECLARE
  grantee oid;
BEGIN
  FOR grantee IN
    SELECT DISTINCT a.grantee FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS a
     WHERE c.oid = 'public.users'::pg_catalog.regclass AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner
    UNION
    SELECT a.grantee FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS t ON t.attrelid = c.oid CROSS JOIN LATERAL pg_catalog.aclexplode(t.attacl) AS a
     WHERE c.oid = 'public.users'::pg_catalog.regclass AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner
  LOOP
    EXECUTE 'GRANT USAGE ON SEQUENCE public.zz_phasegate_users_code_seq TO ' || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END;
  END LOOP;
END
$numbers$;
    CALL phasegate.same_owner('public.zz_phasegate_users_code_seq', 'public.users');
    ALTER SEQUENCE public.zz_phasegate_users_code_seq OWNED BY public.users.code;
    DO $numbers$
DECLARE
  old_sequence constant pg_catalog.regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.users') AND a.attname = 'code');
  settings pg_catalog.pg_sequence;
  last_number bigint;
  was_drawn boolean;
BEGIN
  SELECT q.* INTO settings FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = old_sequence;
  EXECUTE 'ALTER SEQUENCE ' || old_sequence || ' CACHE ' || settings.seqcache;
  EXECUTE 'SELECT s.last_value, s.is_called FROM ' || old_sequence || ' AS s' INTO last_number, was_drawn;
  IF was_drawn OR last_number <> settings.seqstart THEN
    PERFORM pg_catalog.setval('public.zz_phasegate_users_code_seq'::pg_catalog.regclass, last_number, was_drawn);
  END IF;
END
$numbers$;
    ALTER TABLE public.users ALTER COLUMN code DROP IDENTITY;
    ALTER TABLE public.users ALTER COLUMN code SET DEFAULT pg_catalog.nextval('public.zz_phasegate_users_code_seq'::pg_catalog.regclass);
  END IF;
END
$phasegate$;
RESET statement_timeout;
