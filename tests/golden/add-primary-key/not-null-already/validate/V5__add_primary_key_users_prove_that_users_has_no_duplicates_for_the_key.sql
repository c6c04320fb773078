-- phasegate: do validate (enforce)
-- rollout: add_primary_key_users_, plan 78af4137
-- what: prove that users has no duplicates for The Key
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
  "rollout": "add_primary_key_users_",
  "plan_id": "78af4137",
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
    "index public.\"The Key\"",
    "constraint public.users.\"The Key\""
  ],
  "fingerprint": "4d1f11becd24bcc58d2889a431dafbf2",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that users has no duplicates for The Key
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM (SELECT FROM public.users WHERE (email) IS NOT NULL AND (id) IS NOT NULL GROUP BY (email), (id) HAVING count(*) > 1) AS duplicate);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' keys of The Key occur more than once in public.users', HINT = 'remove the duplicates, and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
