-- phasegate: do contract (retire)
-- rollout: rename_table_accounts, plan b63a826e
-- what: rename table public.users to accounts; a view keeps the old name
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.accounts (all wait, instant); ACCESS EXCLUSIVE on public.users_id_seq (all wait, instant)
--   undo: yes
--   note: no row is touched (rows unknown (never analysed), 0.1 MB with indexes)
--   note: functions whose text says users are served by the view of that name until it is dropped; the gate before contract asks for them
--   verify: pg_catalog.to_regclass('public.accounts') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts",
  "plan_id": "b63a826e",
  "environment": "default",
  "phase": "contract",
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
  "part": "retire",
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
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public.accounts') IS NOT NULL AND (NOT pg_catalog.to_regclass('public.users') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')))",
      "otherwise": "the view public.accounts is missing, or something else bears its name"
    }
  ],
  "going": [
    {
      "what": "table public.users (is renamed)",
      "tables": [
        "public.users"
      ]
    }
  ],
  "unproven": [
    "constraint public.accounts.accounts_email_key",
    "constraint public.accounts.accounts_inviter_fkey",
    "constraint public.logins.logins_user_id_fkey",
    "constraint public.users.users_email_key",
    "constraint public.users.users_inviter_fkey",
    "constraint public.users.users_pkey"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- rename table public.users to accounts; a view keeps the old name
  IF (pg_catalog.to_regclass('public.accounts') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass('public.accounts') AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_type AS y ON y.oid = c.reltype JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray) WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass) AND d.deptype = 'n') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid = pg_catalog.to_regclass('public.accounts') AND f.conrelid <> f.confrelid) AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = 'public' AND p.tablename = 'users')) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, function or statistics object mentions the view public.accounts, which the table takes the place of, or a publication sends public.users under its old name';
    END IF;
    DROP VIEW public.accounts;
    ALTER TABLE public.users RENAME TO accounts;
    ALTER TABLE public.accounts RENAME CONSTRAINT users_pkey TO accounts_pkey;
    ALTER TABLE public.accounts RENAME CONSTRAINT users_inviter_fkey TO accounts_inviter_fkey;
    ALTER INDEX public.users_state_idx RENAME TO accounts_state_idx;
    ALTER TABLE public.accounts RENAME CONSTRAINT users_email_key TO accounts_email_key;
    ALTER SEQUENCE public.users_id_seq RENAME TO accounts_id_seq;
    CREATE VIEW public.users WITH (security_invoker = true) AS SELECT id, email, state, inviter FROM public.accounts;
    ALTER VIEW public.users ALTER COLUMN state SET DEFAULT 'new'::text;
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', p.of_view, c.relowner::pg_catalog.regrole)
      FROM (VALUES ('public.accounts', 'public.users')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
      JOIN pg_catalog.pg_class AS v ON v.oid = pg_catalog.to_regclass(p.of_view) AND v.relowner <> c.relowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, p.of_view,
                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (VALUES ('public.accounts', 'public.users')) AS p(of_table, of_view)
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
