-- phasegate: undo validate (open)
-- rollout: change_domain_code_etc, plan 1b47ab19
-- what: let domain public.nick be NULL
--   locks: none on relations
--   undo: yes
--   note: undo scans every table of the domain while writes to it wait
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND NOT t.typnotnull)
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
  "part": "open",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.users WHERE nick IS NULL",
      "what": "rows whose values only the next version could have written (let domain public.nick be NULL)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let domain public.nick be NULL
  IF (false) IS NOT TRUE THEN
    ALTER DOMAIN public.nick SET NOT NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
