-- phasegate: do contract (drop)
-- rollout: drop_unique_users_users_email_ke, plan 9b95c8ab
-- what: validate the foreign key mails_email_fk of mails again
--   locks: SHARE UPDATE EXCLUSIVE on public.mails (nobody waits, scans); ROW SHARE on public.users (nobody waits, scans)
--   undo: IMPOSSIBLE: the key that it stood on is gone
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.mails') AND c.conname = 'mails_email_fk' AND c.convalidated)
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
  "plan_id": "9b95c8ab",
  "environment": "default",
  "phase": "contract",
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
  "part": "drop",
  "sessions": false,
  "tables": [
    "public.mails",
    "public.users"
  ],
  "touches": [
    "constraint public.mails.mails_email_fk",
    "index public.users_email_key",
    "constraint public.users.users_email_key"
  ],
  "fingerprint": "9cd6a69a247d4bf88f8b06498b3baced",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key')",
      "otherwise": "the unique constraint users_email_key of public.users is still there"
    }
  ],
  "unproven": [
    "constraint public.mails.mails_email_fk",
    "constraint public.users.users_email_key"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- validate the foreign key mails_email_fk of mails again
ALTER TABLE public.mails VALIDATE CONSTRAINT mails_email_fk;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
