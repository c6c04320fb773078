-- phasegate: undo validate (enforce)
-- rollout: change_domain_code_etc, plan 1b47ab19
-- what: set the default of domain public.code
--   locks: none on relations
--   undo: yes
--   note: is the default of column public.users.code, which has none of its own
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typdefaultbin IS NOT NULL AND pg_catalog.pg_get_expr(t.typdefaultbin, 0) <> '''none''::text')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_domain_code_etc",
  "plan_id": "1b47ab19",
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
  -- undo: set the default of domain public.code
  IF (false) IS NOT TRUE THEN
    ALTER DOMAIN public.code SET DEFAULT 'none'::text;
  END IF;
END
$phasegate$;
RESET statement_timeout;
