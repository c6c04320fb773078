-- phasegate: do contract (drop)
-- rollout: change_primary_key_users_, plan 35224573
-- what: validate the foreign key mails_author_fk of mails again
--   locks: SHARE UPDATE EXCLUSIVE on public.mails (nobody waits, scans); ROW SHARE on public.users (nobody waits, scans)
--   undo: IMPOSSIBLE: the key that it stood on is gone
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.mails') AND c.conname = 'mails_author_fk' AND c.convalidated)
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
    "constraint public.mails.mails_author_fk",
    "index public.phasegate_key_users_users_pkey_5ccaea1e",
    "index public.users_pkey",
    "constraint public.users.users_pkey"
  ],
  "fingerprint": "0907aae55b1823516f684c353df2ab25",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_pkey') AND NOT pg_catalog.to_regclass('public.phasegate_key_users_users_pkey_5ccaea1e') IS NOT NULL",
      "otherwise": "the primary key users_pkey of public.users still has its old form"
    }
  ],
  "unproven": [
    "constraint public.mails.mails_author_fk",
    "constraint public.users.users_pkey"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- validate the foreign key mails_author_fk of mails again
ALTER TABLE public.mails VALIDATE CONSTRAINT mails_author_fk;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
