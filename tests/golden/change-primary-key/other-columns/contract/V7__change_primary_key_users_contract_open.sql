-- phasegate: do contract
-- rollout: change_primary_key_users_, plan 35224573
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_primary_key_users_",
  "plan_id": "35224573",
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
    "public.mails",
    "public.users"
  ],
  "touches": [
    "constraint public.mails.mails_author_fk",
    "index public.phasegate_key_users_users_pkey_5ccaea1e",
    "index public.users_pkey",
    "constraint public.users.users_pkey"
  ],
  "fingerprint": "0907aae55b1823516f684c353df2ab25",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.phasegate_key_users_users_pkey_5ccaea1e') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index phasegate_key_users_users_pkey_5ccaea1e is not there, or INVALID"
    }
  ],
  "unproven": [
    "constraint public.mails.mails_author_fk",
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
