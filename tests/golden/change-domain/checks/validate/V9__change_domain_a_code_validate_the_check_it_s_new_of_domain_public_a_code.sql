-- phasegate: do validate (enforce)
-- rollout: change_domain_a_code, plan f0ec6347
-- what: validate the check it's new of domain public."a code"
--   locks: SHARE on public.others (writes wait, scans); SHARE on public.users (writes wait, scans)
--   undo: nothing needed: the check goes with its own step
--   note: writes to public.others wait while all tables of the domain are scanned: rows unknown (never analysed), 0.0 MB with indexes
--   note: writes to public.users wait while all tables of the domain are scanned: rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public."a code"'), pg_catalog.to_regtype('public."a code"')) AND k.conname = 'it''s new' AND k.convalidated)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '500ms';
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
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s new')",
      "otherwise": "the check it's new of domain public.\"a code\" is missing"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (COALESCE((pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.others')) + pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.users'))) <= 33554432, false)) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the tables of domain public."a code" have grown since the plan was made, so this would stop everybody for too long: name the check in not_valid, and give each column the same check';
  END IF;
END
$phasegate$;
-- validate the check it's new of domain public."a code"
ALTER DOMAIN public."a code" VALIDATE CONSTRAINT "it's new";
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
