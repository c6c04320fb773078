-- phasegate: do validate (enforce)
-- rollout: drop_unique_users_users_email_ke, plan aec00093
-- what: prove that users has no duplicates for users_email_key
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
  "rollout": "drop_unique_users_users_email_ke",
  "plan_id": "aec00093",
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
    "index public.phasegate_key_users_users_email_key_2c325f0e",
    "index public.users_email_key",
    "constraint public.users.users_email_key"
  ],
  "fingerprint": "4c46da8a9d2084551aad1bd0e304378f",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that users has no duplicates for users_email_key
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM (SELECT FROM public.users WHERE (email) IS NOT NULL AND (not gone) GROUP BY (email) HAVING count(*) > 1) AS duplicate);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' keys of users_email_key occur more than once in public.users', HINT = 'remove the duplicates, and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
