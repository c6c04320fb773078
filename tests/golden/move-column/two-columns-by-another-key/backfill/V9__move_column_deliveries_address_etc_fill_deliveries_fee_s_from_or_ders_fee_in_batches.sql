-- phasegate: do backfill
-- rollout: move_column_deliveries_address_etc, plan 4f2c9d45
-- what: fill deliveries.fee %s from Or"ders; --.fee in batches
--   locks: ROW EXCLUSIVE on public.deliveries (nobody waits, batches); ROW EXCLUSIVE on public."Or""ders; --" (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_deliveries_address_etc' AND p.step = 'move-column public.deliveries."fee %s"'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_deliveries_address_etc",
  "plan_id": "4f2c9d45",
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
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- fill deliveries.fee %s from Or"ders; --.fee in batches
CALL phasegate.backfill('move_column_deliveries_address_etc', 'move-column public.deliveries."fee %s"', 'public.deliveries',
  '"fee %s" = deliveries."fee %s"',
  'EXISTS (SELECT FROM public."Or""ders; --" AS phasegate_u WHERE deliveries.order_no = phasegate_u.no AND ROW(phasegate_u.fee)::record OPERATOR(pg_catalog.*<>) ROW(deliveries."fee %s")::record)');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
