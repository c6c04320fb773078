-- phasegate: do expand
-- rollout: add_numbered_column_users_code_etc, plan 6eeaf986
-- what: add column users.code, numbered
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: rows that either version writes from here on get a number by the default
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'code' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_numbered_column_users_code_etc",
  "plan_id": "6eeaf986",
  "environment": "default",
  "phase": "expand",
  "direction": "do",
  "applications": [
    {
      "name": "app",
      "scheme": "semver",
      "from": "1.0.0",
      "adopts": "2.0.0",
      "retires": "2.0.0"
    }
  ],
  "part": "main",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "constraint public.users.phasegate_nn_users_code",
    "constraint public.users.phasegate_nn_users_number",
    "column public.users.code",
    "column public.users.number",
    "column public.users.ticket",
    "sequence public.tickets",
    "sequence public.users_number_seq",
    "sequence public.zz_phasegate_users_code_seq"
  ],
  "fingerprint": "f9afffbb04479f4f20ac7ffe8c20ffd4",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column users.code, numbered
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'code' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users ADD COLUMN code integer;
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
    ALTER TABLE public.users ALTER COLUMN code SET DEFAULT pg_catalog.nextval('public.zz_phasegate_users_code_seq'::pg_catalog.regclass);
  END IF;
END
$phasegate$;
RESET statement_timeout;
