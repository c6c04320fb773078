-- phasegate: do contract (drop)
-- rollout: rename_table_accounts, plan b63a826e
-- what: drop the view that kept the old name public.users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')
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
  "part": "drop",
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
    },
    {
      "sql": "pg_catalog.to_regclass('public.accounts') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v')",
      "otherwise": "public.accounts is not the table yet"
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
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop the view that kept the old name public.users
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass('public.users') AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_type AS y ON y.oid = c.reltype JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray) WHERE c.oid = pg_catalog.to_regclass('public.users') AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass) AND d.deptype = 'n') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid = pg_catalog.to_regclass('public.users') AND f.conrelid <> f.confrelid)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, function or statistics object mentions the view public.users';
    END IF;
    DROP VIEW public.users;
  END IF;
END
$phasegate$;
RESET statement_timeout;
