-- phasegate: undo expand
-- rollout: add_unique_users_users_mail_key, plan 4e0a04fc
-- what: make the unique index users_mail_key of users a constraint
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: the index stands already and is the same, so nothing is built
--   note: undo builds the index again while all writes to the table wait (rows unknown (never analysed), 0.0 MB with indexes), within statement_timeout
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_mail_key')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_unique_users_users_mail_key",
  "plan_id": "4e0a04fc",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: make the unique index users_mail_key of users a constraint
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP CONSTRAINT IF EXISTS users_mail_key;
    CREATE UNIQUE INDEX users_mail_key ON public.users ("E-mail");
  END IF;
END
$phasegate$;
RESET statement_timeout;
