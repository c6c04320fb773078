-- phasegate: do contract
-- rollout: rename_table_accounts, plan b63a826e
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
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
  "soak_seconds": 0,
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
