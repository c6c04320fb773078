-- phasegate: do contract
-- rollout: drop_unique_users_users_email_ke, plan 9b95c8ab
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_unique_users_users_email_ke",
  "plan_id": "9b95c8ab",
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
    "constraint public.mails.mails_email_fk",
    "index public.users_email_key",
    "constraint public.users.users_email_key"
  ],
  "fingerprint": "9cd6a69a247d4bf88f8b06498b3baced",
  "conditions": [],
  "unproven": [
    "constraint public.mails.mails_email_fk",
    "constraint public.users.users_email_key"
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
