-- phasegate: do contract (drop)
-- rollout: drop_unique_users_users_email_ke, plan 9b95c8ab
-- what: drop the unique constraint users_email_key of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.mails (all wait, instant)
--   undo: IMPOSSIBLE: it is built again outside a transaction, while the applications write: CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON public.users (email), then ALTER TABLE public.users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key
--   note: queries that search by its columns lose its index: ask pg_stat_user_indexes.idx_scan on the primary and on every replica
--   note: the foreign key public.mails.mails_email_fk is made again on the index that stays, in the same transaction
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key')
SET statement_timeout = '30s';
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
  "conditions": [],
  "locks": [
    {
      "table": "public.mails",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "ACCESS EXCLUSIVE"
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
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop the unique constraint users_email_key of users
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_key')) IS NOT TRUE THEN
    ALTER TABLE public.mails DROP CONSTRAINT mails_email_fk;
    ALTER TABLE public.users DROP CONSTRAINT users_email_key;
    ALTER TABLE public.mails ADD CONSTRAINT mails_email_fk FOREIGN KEY (email) references public.users(email) on update cascade not valid;
    COMMENT ON CONSTRAINT mails_email_fk ON public.mails IS 'whose';
  END IF;
END
$phasegate$;
RESET statement_timeout;
