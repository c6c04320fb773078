-- phasegate: do expand
-- rollout: rename_table_accounts, plan b63a826e
-- what: give public.users its new name accounts by a view
--   locks: ACCESS SHARE on public.users (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public.accounts') IS NOT NULL AND (NOT pg_catalog.to_regclass('public.users') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts",
  "plan_id": "b63a826e",
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
    "column public.users.email",
    "column public.users.id",
    "column public.users.inviter",
    "column public.users.state",
    "constraint public.accounts.accounts_inviter_fkey",
    "constraint public.logins.logins_user_id_fkey",
    "constraint public.users.users_inviter_fkey",
    "index public.accounts_state_idx",
    "index public.users_state_idx",
    "constraint public.users.users_pkey",
    "sequence public.user_numbers",
    "table public.accounts",
    "table public.users",
    "constraint public.accounts.accounts_email_key",
    "constraint public.users.users_email_key",
    "view public.accounts",
    "view public.users"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- give public.users its new name accounts by a view
  IF (EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public.accounts') IS NOT NULL AND (NOT pg_catalog.to_regclass('public.users') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')))) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'accounts') AND NOT pg_catalog.to_regclass('public.accounts') IS NOT NULL) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the name public.accounts is taken';
    END IF;
    CREATE VIEW public.accounts WITH (security_invoker = true) AS SELECT id, email, state, inviter FROM public.users;
    ALTER VIEW public.accounts ALTER COLUMN state SET DEFAULT 'new'::text;
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', p.of_view, c.relowner::pg_catalog.regrole)
      FROM (VALUES ('public.users', 'public.accounts')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
      JOIN pg_catalog.pg_class AS v ON v.oid = pg_catalog.to_regclass(p.of_view) AND v.relowner <> c.relowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, p.of_view,
                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (VALUES ('public.users', 'public.accounts')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
     CROSS JOIN LATERAL (SELECT NULL::text AS name, c.relacl AS acl
                         UNION ALL SELECT a.attname::text, a.attacl FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS x
     CROSS JOIN LATERAL pg_catalog.aclexplode(x.acl) AS e
     WHERE e.grantee <> c.relowner AND e.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  LOOP
    EXECUTE line;
  END LOOP;
END
$rights$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
