-- phasegate: undo validate (enforce)
-- rollout: change_domain_code_etc, plan 1b47ab19
-- what: domain public.code becomes NOT NULL
--   locks: SHARE on public.users (writes wait, scans)
--   undo: yes
--   note: writes to public.users wait while all tables of the domain are scanned: rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typnotnull)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
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
  -- undo: domain public.code becomes NOT NULL
  IF (false) IS NOT TRUE THEN
    ALTER DOMAIN public.code DROP NOT NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
