-- phasegate: do validate (enforce)
-- rollout: add_column_accounts_handle_etc, plan f4e4d7e0
-- what: build index phasegate_key_accounts_accounts_pkey_42711b19 on accounts concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.accounts (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   note: built beside the old one after the running version is gone: from here on both reject duplicates
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.phasegate_key_accounts_accounts_pkey_42711b19') AND i.indrelid = pg_catalog.to_regclass('public.accounts') AND i.indisvalid AND i.indisready AND i.indislive)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '3600s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_accounts_handle_etc",
  "plan_id": "f4e4d7e0",
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
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_column_accounts_handle_etc' AND p.step = 'add-column public.accounts.handle'), false)",
      "otherwise": "not every row is filled: fill accounts.handle in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_column_accounts_handle_etc' AND p.step = 'add-column public.accounts.handle (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of accounts.handle"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'phasegate_nn_accounts_handle') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'handle' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_accounts_handle is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'phasegate_nn_accounts_handle' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'handle' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.accounts have NULL in handle"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'handle' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.accounts.handle may still be NULL"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'phasegate_nn_accounts_email') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_accounts_email is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'phasegate_nn_accounts_email' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.accounts have NULL in email"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.accounts.email may still be NULL"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.accounts_handle_key') AND i.indrelid = pg_catalog.to_regclass('public.accounts') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index accounts_handle_key is not there, or INVALID"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'accounts_handle_key')",
      "otherwise": "the unique constraint accounts_handle_key of public.accounts is missing"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (NOT pg_catalog.to_regclass('public.phasegate_key_accounts_accounts_pkey_42711b19') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.phasegate_key_accounts_accounts_pkey_42711b19') AND i.indrelid = pg_catalog.to_regclass('public.accounts') AND i.indisvalid AND i.indisready AND i.indislive)) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'index public.phasegate_key_accounts_accounts_pkey_42711b19 is INVALID, left by a build that failed: DROP INDEX CONCURRENTLY it and run this file again';
  END IF;
END
$phasegate$;
-- build index phasegate_key_accounts_accounts_pkey_42711b19 on accounts concurrently
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS phasegate_key_accounts_accounts_pkey_42711b19 ON public.accounts (org, email);
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
