-- phasegate: do validate (enforce)
-- rollout: change_type_orders_id, plan 7b301ba1
-- what: validate orders_previous_fkey of orders on the new columns
--   locks: SHARE UPDATE EXCLUSIVE on public.orders (nobody waits, scans)
--   undo: nothing needed: the constraint goes with its own step
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'zz_phasegate_next_orders_previous_fkey' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_orders_id",
  "plan_id": "7b301ba1",
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
    "public.orders"
  ],
  "touches": [
    "constraint public.orders.phasegate_nn_back_orders_id",
    "constraint public.orders.phasegate_nn_orders_zz_phasegate_next_id",
    "column public.orders.id",
    "column public.orders.previous",
    "column public.orders.zz_phasegate_id",
    "column public.orders.zz_phasegate_next_id",
    "column public.orders.zz_phasegate_next_previous",
    "column public.orders.zz_phasegate_previous",
    "constraint public.orders.orders_pkey",
    "constraint public.orders.zz_phasegate_back_orders_pkey",
    "constraint public.orders.zz_phasegate_next_orders_pkey",
    "constraint public.orders.zz_phasegate_orders_pkey",
    "constraint public.orders.orders_previous_fkey",
    "constraint public.orders.zz_phasegate_next_orders_previous_fkey",
    "constraint public.orders.zz_phasegate_orders_previous_fkey",
    "index public.orders_customer_idx",
    "index public.orders_pkey",
    "index public.zz_phasegate_back_orders_pkey",
    "index public.zz_phasegate_next_orders_customer_idx",
    "index public.zz_phasegate_next_orders_pkey",
    "index public.zz_phasegate_orders_customer_idx",
    "index public.zz_phasegate_orders_pkey",
    "trigger public.orders.zz_phasegate_sync_public_orders_id",
    "trigger public.orders.zz_phasegate_sync_public_orders_previous"
  ],
  "fingerprint": "2e0d15b8937cf200808cb485277fe6f5",
  "conditions": [
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_orders_id is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_previous' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_previous is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_previous' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_orders_previous is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_orders_id' AND p.step = 'change-type public.orders.id: fill public.orders'), false)",
      "otherwise": "not every row is filled: fill the new column of orders.id, previous in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_orders_id' AND p.step = 'change-type public.orders.id: fill public.orders (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of orders.id, previous"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_orders_id' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_nn_orders_zz_phasegate_next_id') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the helper constraint phasegate_nn_orders_zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_nn_orders_zz_phasegate_next_id' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "rows of public.orders have NULL in zz_phasegate_next_id"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "column public.orders.zz_phasegate_next_id may still be NULL"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_orders_previous' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_orders_pkey') AND i.indrelid = pg_catalog.to_regclass('public.orders') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "index zz_phasegate_next_orders_pkey is not there, or INVALID; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_orders_customer_idx') AND i.indrelid = pg_catalog.to_regclass('public.orders') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "index zz_phasegate_next_orders_customer_idx is not there, or INVALID; after undo of contract, take validate back too, and run it again"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'zz_phasegate_next_orders_previous_fkey') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the constraint zz_phasegate_next_orders_previous_fkey is missing; after undo of contract, take validate back too, and run it again"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'zz_phasegate_next_orders_previous_fkey') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the constraint zz_phasegate_next_orders_previous_fkey was taken back: rows of public.orders break it';
  END IF;
END
$phasegate$;
-- validate orders_previous_fkey of orders on the new columns
DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'zz_phasegate_next_orders_previous_fkey' AND NOT c.convalidated) THEN
    ALTER TABLE public.orders VALIDATE CONSTRAINT zz_phasegate_next_orders_previous_fkey;
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.orders DROP CONSTRAINT zz_phasegate_next_orders_previous_fkey;
  RAISE WARNING USING MESSAGE = 'constraint zz_phasegate_next_orders_previous_fkey was taken back: ' || SQLERRM;
END
$validate$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
