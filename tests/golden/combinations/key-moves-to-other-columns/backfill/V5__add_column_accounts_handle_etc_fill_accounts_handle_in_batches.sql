-- phasegate: do backfill
-- rollout: add_column_accounts_handle_etc, plan f4e4d7e0
-- what: fill accounts.handle in batches
--   locks: ROW EXCLUSIVE on public.accounts (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_column_accounts_handle_etc' AND p.step = 'add-column public.accounts.handle'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_accounts_handle_etc",
  "plan_id": "f4e4d7e0",
  "environment": "default",
  "phase": "backfill",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.accounts"
  ],
  "touches": [
    "constraint public.accounts.phasegate_nn_accounts_email",
    "constraint public.accounts.phasegate_nn_accounts_handle",
    "column public.accounts.email",
    "column public.accounts.handle",
    "column public.accounts.id",
    "index public.accounts_handle_key",
    "index public.accounts_pkey",
    "index public.phasegate_key_accounts_accounts_pkey_42711b19",
    "constraint public.accounts.accounts_pkey",
    "trigger public.accounts.zz_phasegate_sync_public_accounts_handle",
    "constraint public.accounts.accounts_handle_key"
  ],
  "fingerprint": "bbe4c4fd0762d155e45cf18433b938fe",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'handle' AND NOT a.attisdropped)",
      "otherwise": "column public.accounts.handle is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_handle' AND g.tgenabled IN ('O', 'A'))",
      "otherwise": "the trigger zz_phasegate_sync_public_accounts_handle is missing or disabled"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- fill accounts.handle in batches
CALL phasegate.backfill('add_column_accounts_handle_etc', 'add-column public.accounts.handle', 'public.accounts',
  'handle = ''h'' || id',
  'handle IS NULL AND (SELECT u.failed OR u.phasegate_up_1 IS NOT NULL FROM phasegate.up_public_accounts_handle(accounts.id) AS u)');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
