-- phasegate: undo expand
-- rollout: rename_table_accounts, plan b63a826e
-- what: give public.users its new name accounts by a view
--   locks: ACCESS SHARE on public.users (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public.accounts') IS NOT NULL AND (NOT pg_catalog.to_regclass('public.users') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts",
  "plan_id": "b63a826e",
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
  -- undo: give public.users its new name accounts by a view
  IF (false) IS NOT TRUE THEN
    DROP VIEW IF EXISTS public.accounts;
  END IF;
END
$phasegate$;
RESET statement_timeout;
