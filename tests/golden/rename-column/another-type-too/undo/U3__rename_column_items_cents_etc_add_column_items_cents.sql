-- phasegate: undo expand
-- rollout: rename_column_items_cents_etc, plan 96de6ef4
-- what: add column items.cents
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'cents' AND NOT a.attisdropped)
-- what: keep price and cents equal on items (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.items (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_cents' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'price' AND NOT a.attisdropped))
-- what: add column items.number
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'number' AND NOT a.attisdropped)
-- what: keep no and number equal on items (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.items (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.items') AND g.tgname = 'zz_phasegate_sync_public_items_number' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_items_cents_etc",
  "plan_id": "96de6ef4",
  "environment": "default",
  "phase": "expand",
  "direction": "undo",
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
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.items AS t CROSS JOIN LATERAL phasegate.up_public_items_cents(t.price) AS u WHERE (t.cents IS NOT NULL) AND (t.cents IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (keep price and cents equal on items (trigger))"
    },
    {
      "sql": "SELECT count(*) FROM public.items AS t CROSS JOIN LATERAL phasegate.up_public_items_number(t.no) AS u WHERE (t.number IS NOT NULL) AND (t.number IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (keep no and number equal on items (trigger))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: keep no and number equal on items (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_items_number ON public.items;
    DROP FUNCTION IF EXISTS phasegate.sync_public_items_number();
    DROP FUNCTION IF EXISTS phasegate.up_public_items_number(integer);
  END IF;
  -- undo: add column items.number
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.items DROP COLUMN number;
  END IF;
  -- undo: keep price and cents equal on items (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_items_cents ON public.items;
    DROP FUNCTION IF EXISTS phasegate.sync_public_items_cents();
    DROP FUNCTION IF EXISTS phasegate.up_public_items_cents(integer);
  END IF;
  -- undo: add column items.cents
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.items DROP COLUMN cents;
  END IF;
END
$phasegate$;
RESET statement_timeout;
