-- phasegate: do validate (enforce)
-- rollout: change_primary_key_users_, plan 35224573
-- what: prove that users has no duplicates for users_pkey
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
  "rollout": "change_primary_key_users_",
  "plan_id": "35224573",
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
    "public.mails",
    "public.users"
  ],
  "touches": [
    "constraint public.mails.mails_author_fk",
    "index public.phasegate_key_users_users_pkey_5ccaea1e",
    "index public.users_pkey",
    "constraint public.users.users_pkey"
  ],
  "fingerprint": "0907aae55b1823516f684c353df2ab25",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that users has no duplicates for users_pkey
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM (SELECT FROM public.users WHERE (org) IS NOT NULL AND (email) IS NOT NULL GROUP BY (org), (email) HAVING count(*) > 1) AS duplicate);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' keys of users_pkey occur more than once in public.users', HINT = 'remove the duplicates, and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
