-- phasegate: do validate (catch-up)
-- rollout: rename_column_items_cents_etc, plan 96de6ef4
-- what: catch up: fill what is left of items.number
--   locks: ROW EXCLUSIVE on public.items (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_items_cents_etc' AND p.step = 'rename-column public.items.number (catch-up)'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_items_cents_etc",
  "plan_id": "96de6ef4",
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
  "part": "catch-up",
  "sessions": false,
  "tables": [
    "public.items"
  ],
  "touches": [
    "constraint public.items.phasegate_nn_items_number",
    "column public.items.cents",
    "column public.items.no",
    "column public.items.number",
    "column public.items.price",
    "column public.items.zz_phasegate_no",
    "column public.items.zz_phasegate_price",
    "constraint public.items.items_pkey",
    "constraint public.items.zz_phasegate_back_items_pkey",
    "constraint public.items.zz_phasegate_items_pkey",
    "constraint public.items.zz_phasegate_next_items_pkey",
    "index public.items_pkey",
    "index public.zz_phasegate_back_items_pkey",
    "index public.zz_phasegate_items_pkey",
    "index public.zz_phasegate_next_items_pkey",
    "trigger public.items.zz_phasegate_sync_public_items_cents",
    "trigger public.items.zz_phasegate_sync_public_items_number"
  ],
  "fingerprint": "2b4844e042afa4b6abbc293bd0405245",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'cents' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.items are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_cents' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'price' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_items_cents is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'number' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.items are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_number' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_items_number is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_items_cents_etc' AND p.step = 'rename-column public.items.cents'), false)",
      "otherwise": "not every row is filled: fill items.cents in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_items_cents_etc' AND p.step = 'rename-column public.items.number'), false)",
      "otherwise": "not every row is filled: fill items.number in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_items_cents_etc' AND p.step = 'rename-column public.items.cents (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of items.cents"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- catch up: fill what is left of items.number
CALL phasegate.backfill('rename_column_items_cents_etc', 'rename-column public.items.number (catch-up)', 'public.items',
  'number = no::bigint',
  'number IS NULL AND (SELECT u.failed OR u.phasegate_up_1 IS NOT NULL FROM phasegate.up_public_items_number(items.no) AS u)');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
