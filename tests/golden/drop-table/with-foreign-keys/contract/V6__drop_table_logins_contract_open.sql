-- phasegate: do contract
-- rollout: drop_table_logins, plan f2731fe2
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_table_logins",
  "plan_id": "f2731fe2",
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
    "public.logins",
    "public.users"
  ],
  "touches": [
    "column public.logins.address",
    "column public.logins.earlier",
    "column public.logins.id",
    "column public.logins.user_id",
    "constraint public.logins.logins_earlier_fkey",
    "constraint public.logins.logins_user_id_fkey",
    "index public.logins_user_idx",
    "constraint public.logins.logins_pkey",
    "table public.logins",
    "table public.zz_phasegate_logins",
    "constraint public.logins.logins_address_key"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.logins') AND c.conname = 'logins_user_id_fkey')",
      "otherwise": "the foreign key logins_user_id_fkey of public.logins is still there"
    }
  ],
  "going": [
    {
      "what": "table public.logins (goes)",
      "tables": [
        "public.logins"
      ]
    }
  ],
  "unproven": [
    "constraint public.logins.logins_address_key",
    "constraint public.logins.logins_earlier_fkey",
    "constraint public.logins.logins_pkey",
    "constraint public.logins.logins_user_id_fkey"
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
