-- phasegate: do validate (enforce)
-- rollout: change_domain_a_code, plan f0ec6347
-- what: prove that no row of others breaks the check it's new of domain public."a code"
--   locks: ACCESS SHARE on public.others (nobody waits, scans)
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
  "rollout": "change_domain_a_code",
  "plan_id": "f0ec6347",
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
    "public.others",
    "public.users"
  ],
  "touches": [
    "domain public.\"a code\""
  ],
  "fingerprint": "0de6f88025f4ee9934cf63ff1a87bc2b",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s old')",
      "otherwise": "the check it's old of domain public.\"a code\" is still there"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that no row of others breaks the check it's new of domain public."a code"
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM public.others WHERE (code <> '') IS FALSE);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.others break the check it''s new of domain public."a code"', HINT = 'correct these rows, and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
