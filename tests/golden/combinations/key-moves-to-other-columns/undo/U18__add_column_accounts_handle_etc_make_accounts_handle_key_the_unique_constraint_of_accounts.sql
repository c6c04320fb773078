-- phasegate: undo validate (enforce)
-- rollout: add_column_accounts_handle_etc, plan f4e4d7e0
-- what: make accounts_handle_key the unique constraint of accounts
--   locks: ACCESS EXCLUSIVE on public.accounts (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'accounts_handle_key')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_accounts_handle_etc",
  "plan_id": "f4e4d7e0",
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
  -- undo: make accounts_handle_key the unique constraint of accounts
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.accounts DROP CONSTRAINT IF EXISTS accounts_handle_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
