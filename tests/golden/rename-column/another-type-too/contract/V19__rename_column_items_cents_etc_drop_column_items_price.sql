-- phasegate: do contract (drop)
-- rollout: rename_column_items_cents_etc, plan 96de6ef4
-- what: drop column items.price
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: IMPOSSIBLE: the values of price are gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'zz_phasegate_price' AND NOT a.attisdropped)
-- what: drop column items.no
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: IMPOSSIBLE: the trigger that kept both sides equal is gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'zz_phasegate_no' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_items_cents_etc",
  "plan_id": "96de6ef4",
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
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_items_cents_etc' AND p.step = 'rename-column public.items.number (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of items.number"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.items') AND c.conname = 'phasegate_nn_items_number') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'number' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_items_number is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.items') AND c.conname = 'phasegate_nn_items_number' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'number' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.items have NULL in number"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'number' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.items.number may still be NULL"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_items_pkey') AND i.indrelid = pg_catalog.to_regclass('public.items') AND i.indisvalid AND i.indisready AND i.indislive) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped))",
      "otherwise": "index zz_phasegate_next_items_pkey is not there, or INVALID; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'price' AND NOT a.attisdropped)",
      "otherwise": "column items.price is still there"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_back_items_pkey') AND i.indrelid = pg_catalog.to_regclass('public.items') AND i.indisvalid AND i.indisready AND i.indislive) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped))",
      "otherwise": "index zz_phasegate_back_items_pkey is not there, or INVALID"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped)",
      "otherwise": "column items.no is still there"
    }
  ],
  "going": [
    {
      "what": "column public.items.no (is renamed)",
      "tables": [
        "public.items"
      ],
      "column": "no"
    },
    {
      "what": "column public.items.price (is renamed)",
      "tables": [
        "public.items"
      ],
      "column": "price"
    }
  ],
  "concurrent": [
    "public.items_pkey",
    "public.zz_phasegate_back_items_pkey",
    "public.zz_phasegate_items_pkey",
    "public.zz_phasegate_next_items_pkey"
  ],
  "unproven": [
    "constraint public.items.items_pkey",
    "constraint public.items.phasegate_nn_items_number",
    "constraint public.items.zz_phasegate_back_items_pkey",
    "constraint public.items.zz_phasegate_items_pkey",
    "constraint public.items.zz_phasegate_next_items_pkey"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "column public.items.price"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop column items.price
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'zz_phasegate_price' AND NOT a.attisdropped)) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_items_cents ON public.items;
    DROP FUNCTION IF EXISTS phasegate.sync_public_items_cents();
    DROP FUNCTION IF EXISTS phasegate.up_public_items_cents(integer);
    ALTER TABLE public.items DROP COLUMN IF EXISTS zz_phasegate_price;
  END IF;
  -- drop column items.no
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'zz_phasegate_no' AND NOT a.attisdropped)) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_items_number ON public.items;
    DROP FUNCTION IF EXISTS phasegate.sync_public_items_number();
    DROP FUNCTION IF EXISTS phasegate.up_public_items_number(integer);
    ALTER TABLE public.items DROP COLUMN IF EXISTS zz_phasegate_no;
  END IF;
END
$phasegate$;
RESET statement_timeout;
