-- phasegate: do validate
-- rollout: rename_column_items_cents_etc, plan 96de6ef4
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
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
  "part": "main",
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
    }
  ],
  "raises_floor": "adopts"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
