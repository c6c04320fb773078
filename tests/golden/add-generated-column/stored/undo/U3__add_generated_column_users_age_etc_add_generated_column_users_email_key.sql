-- phasegate: undo expand
-- rollout: add_generated_column_users_age_etc, plan a1d7bfd1
-- what: add generated column users.email_key
--   locks: ACCESS EXCLUSIVE on public.users (all wait, rewrites)
--   undo: yes
--   note: rewrites rows unknown (never analysed), 0.0 MB with indexes while everybody waits
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email_key' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_generated_column_users_age_etc",
  "plan_id": "a1d7bfd1",
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
  -- undo: add generated column users.email_key
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN email_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
