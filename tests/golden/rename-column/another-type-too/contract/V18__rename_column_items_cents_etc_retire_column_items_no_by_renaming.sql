-- phasegate: do contract (retire)
-- rollout: rename_column_items_cents_etc, plan 96de6ef4
-- what: retire column items.no by renaming
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped)
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
  "part": "retire",
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
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column items.no by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions no of public.items';
    END IF;
    ALTER TABLE public.items DROP CONSTRAINT IF EXISTS items_pkey;
    CALL phasegate.require_column_grants('public.items', 'no', 'public.items', 'number');
    ALTER TABLE public.items RENAME COLUMN no TO zz_phasegate_no;
    DO $values$
DECLARE
  sequence regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.items') AND a.attname = 'zz_phasegate_no');
  name text;
  last bigint;
  called boolean;
BEGIN
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) INTO name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = sequence;
  EXECUTE pg_catalog.format('SELECT s.last_value, s.is_called FROM %s AS s', name) INTO last, called;
  ALTER TABLE public.items ALTER COLUMN zz_phasegate_no DROP IDENTITY;
  EXECUTE 'ALTER TABLE public.items ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME ' || name || ' start with 100)';
  PERFORM pg_catalog.setval(name::regclass, last, called);
END
$values$;
    ALTER TABLE public.items ADD CONSTRAINT items_pkey PRIMARY KEY USING INDEX zz_phasegate_next_items_pkey;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_items_number() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.number)::record OPERATOR(pg_catalog.*<>) ROW(OLD.number)::record THEN
    -- A value that the old type cannot take never fails the write.
    BEGIN
      NEW.zz_phasegate_no := NEW.number::integer;
    EXCEPTION WHEN OTHERS THEN
      NEW.zz_phasegate_no := NULL;
    END;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
