-- phasegate: do validate (enforce)
-- rollout: move_column_deliveries_address_etc, plan 4f2c9d45
-- what: set deliveries.fee %s not null, proven
--   locks: ACCESS EXCLUSIVE on public.deliveries (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'fee %s' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_deliveries_address_etc",
  "plan_id": "4f2c9d45",
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
    "public.\"Or\"\"ders; --\"",
    "public.deliveries"
  ],
  "touches": [
    "constraint public.deliveries.\"phasegate_nn_deliveries_fee %s\"",
    "column public.\"Or\"\"ders; --\".\"ad$$dress\"",
    "column public.\"Or\"\"ders; --\".fee",
    "column public.\"Or\"\"ders; --\".\"zz_phasegate_ad$$dress\"",
    "column public.\"Or\"\"ders; --\".zz_phasegate_fee",
    "column public.deliveries.address",
    "column public.deliveries.\"fee %s\"",
    "trigger public.\"Or\"\"ders; --\".\"zz_phasegate_before_public_Or\"\"ders; --_ad$$dress\"",
    "trigger public.\"Or\"\"ders; --\".\"zz_phasegate_before_public_Or\"\"ders; --_fee\"",
    "trigger public.\"Or\"\"ders; --\".\"zz_phasegate_move_public_Or\"\"ders; --_ad$$dress\"",
    "trigger public.\"Or\"\"ders; --\".\"zz_phasegate_move_public_Or\"\"ders; --_fee\"",
    "trigger public.deliveries.\"zz_phasegate_before_public_Or\"\"ders; --_ad$$dress\"",
    "trigger public.deliveries.\"zz_phasegate_before_public_Or\"\"ders; --_fee\"",
    "trigger public.deliveries.\"zz_phasegate_move_public_Or\"\"ders; --_ad$$dress\"",
    "trigger public.deliveries.\"zz_phasegate_move_public_Or\"\"ders; --_fee\""
  ],
  "fingerprint": "88458fbc467ca2389fb4d1eb728048fd",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'address' AND NOT a.attisdropped)",
      "otherwise": "column public.deliveries.address is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND g.tgname = 'zz_phasegate_before_public_Or\"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND g.tgname = 'zz_phasegate_move_public_Or\"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_before_public_Or\"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_move_public_Or\"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND a.attname = 'ad$$dress' AND NOT a.attisdropped))",
      "otherwise": "a trigger that keeps public.\"Or\"\"ders; --\".\"ad$$dress\" and public.deliveries.address equal is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'fee %s' AND NOT a.attisdropped)",
      "otherwise": "column public.deliveries.\"fee %s\" is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND g.tgname = 'zz_phasegate_before_public_Or\"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND g.tgname = 'zz_phasegate_move_public_Or\"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_before_public_Or\"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_move_public_Or\"ders; --_fee' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND a.attname = 'fee' AND NOT a.attisdropped))",
      "otherwise": "a trigger that keeps public.\"Or\"\"ders; --\".fee and public.deliveries.\"fee %s\" equal is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_deliveries_address_etc' AND p.step = 'move-column public.deliveries.address'), false)",
      "otherwise": "not every row is filled: fill deliveries.address from Or\"ders; --.ad$$dress in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_deliveries_address_etc' AND p.step = 'move-column public.deliveries.\"fee %s\"'), false)",
      "otherwise": "not every row is filled: fill deliveries.fee %s from Or\"ders; --.fee in batches"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_Or\"ders; --_ad$$dress_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['\n-- only the next version writes\n', '\n-- the old column is retired\n']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND a.attname = 'ad$$dress' AND NOT a.attisdropped))",
      "otherwise": "the functions that keep public.deliveries.address equal are still those for two versions"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_Or\"ders; --_fee_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['\n-- only the next version writes\n', '\n-- the old column is retired\n']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND a.attname = 'fee' AND NOT a.attisdropped))",
      "otherwise": "the functions that keep public.deliveries.\"fee %s\" equal are still those for two versions"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_deliveries_address_etc' AND p.step = 'move-column public.deliveries.address (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of deliveries.address from Or\"ders; --.ad$$dress in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_deliveries_address_etc' AND p.step = 'move-column public.deliveries.\"fee %s\" (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of deliveries.fee %s from Or\"ders; --.fee in batches"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.deliveries') AND c.conname = 'phasegate_nn_deliveries_fee %s') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'fee %s' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_deliveries_fee %s is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.deliveries') AND c.conname = 'phasegate_nn_deliveries_fee %s' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'fee %s' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.deliveries have NULL in fee %s"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- set deliveries.fee %s not null, proven
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'fee %s' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) IS NOT TRUE THEN
    ALTER TABLE public.deliveries ALTER COLUMN "fee %s" SET NOT NULL;
    ALTER TABLE public.deliveries DROP CONSTRAINT "phasegate_nn_deliveries_fee %s";
  END IF;
END
$phasegate$;
RESET statement_timeout;
