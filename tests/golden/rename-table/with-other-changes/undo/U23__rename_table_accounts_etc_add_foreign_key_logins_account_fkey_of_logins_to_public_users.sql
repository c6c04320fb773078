-- phasegate: undo validate (enforce)
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: add foreign key logins_account_fkey of logins to public.users
--   locks: SHARE ROW EXCLUSIVE on public.logins (writes wait, instant); SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.logins') AND c.conname = 'logins_account_fkey')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts_etc",
  "plan_id": "a4432976",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add foreign key logins_account_fkey of logins to public.users
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.logins DROP CONSTRAINT IF EXISTS logins_account_fkey;
  END IF;
END
$phasegate$;
RESET statement_timeout;
