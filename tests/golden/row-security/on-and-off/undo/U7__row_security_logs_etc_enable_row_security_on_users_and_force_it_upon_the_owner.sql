-- phasegate: undo validate (enforce)
-- rollout: row_security_logs_etc, plan 89c59c76
-- what: enable row security on users, and force it upon the owner
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: before it runs, ask as each role whether its policies show the rows that it needs; undo switches it off again
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relrowsecurity) AND EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relforcerowsecurity)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "row_security_logs_etc",
  "plan_id": "89c59c76",
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
  -- undo: enable row security on users, and force it upon the owner
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DISABLE ROW LEVEL SECURITY;
    ALTER TABLE public.users NO FORCE ROW LEVEL SECURITY;
  END IF;
END
$phasegate$;
RESET statement_timeout;
