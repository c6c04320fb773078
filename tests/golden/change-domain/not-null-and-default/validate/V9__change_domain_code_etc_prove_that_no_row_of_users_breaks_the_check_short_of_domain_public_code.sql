-- phasegate: do validate (enforce)
-- rollout: change_domain_code_etc, plan 1b47ab19
-- what: prove that no row of users breaks the check short of domain public.code
--   locks: ACCESS SHARE on public.users (nobody waits, scans)
--   undo: nothing needed: it only looks
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_domain_code_etc",
  "plan_id": "1b47ab19",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "domain public.code",
    "domain public.nick"
  ],
  "fingerprint": "fcc04f828a3d6c114b12aff0319b18c4",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND NOT t.typnotnull)",
      "otherwise": "domain public.nick is still not null"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typdefaultbin IS NOT NULL AND pg_catalog.pg_get_expr(t.typdefaultbin, 0) <> '''none''::text')",
      "otherwise": "the default of domain public.code is not as wanted"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typnotnull)",
      "otherwise": "domain public.code is still nullable"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that no row of users breaks the check short of domain public.code
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM public.users WHERE ((length(code) < 100)) IS FALSE);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.users break the check short of domain public.code', HINT = 'correct these rows, and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
