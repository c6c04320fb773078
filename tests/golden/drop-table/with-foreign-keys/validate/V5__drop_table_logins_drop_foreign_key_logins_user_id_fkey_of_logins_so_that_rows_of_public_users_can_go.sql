-- phasegate: do validate (open)
-- rollout: drop_table_logins, plan f2731fe2
-- what: drop foreign key logins_user_id_fkey of logins, so that rows of public.users can go
--   locks: ACCESS EXCLUSIVE on public.logins (all wait, instant); ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: stops both tables for an instant; undo scans public.logins (rows unknown (never analysed), 0.1 MB with indexes) while writes to both wait, within statement_timeout
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.logins') AND c.conname = 'logins_user_id_fkey')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_table_logins",
  "plan_id": "f2731fe2",
  "environment": "default",
  "phase": "validate",
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
  "part": "open",
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
  "conditions": [],
  "locks": [
    {
      "table": "public.logins",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "ACCESS EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop foreign key logins_user_id_fkey of logins, so that rows of public.users can go
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.logins') AND c.conname = 'logins_user_id_fkey')) IS NOT TRUE THEN
    ALTER TABLE public.logins DROP CONSTRAINT logins_user_id_fkey;
  END IF;
END
$phasegate$;
RESET statement_timeout;
