-- phasegate: do validate (enforce)
-- rollout: change_foreign_key_orders_a_fk_etc, plan 0b667c86
-- what: validate the foreign key phasegate_new_a_fk of orders
--   locks: SHARE UPDATE EXCLUSIVE on public.orders (nobody waits, scans); ROW SHARE on public."we""ird; --" (nobody waits, scans)
--   undo: nothing needed: the constraint goes with its own step
--   note: scans rows unknown (never analysed), 0.1 MB with indexes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_a_fk' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'a_fk' AND c.contype = 'f' AND (c.confrelid IS DISTINCT FROM pg_catalog.to_regclass('public.users') OR c.confdeltype <> 'a')))
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_foreign_key_orders_a_fk_etc",
  "plan_id": "0b667c86",
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
    "public.orders",
    "public.users",
    "public.\"we\"\"ird; --\""
  ],
  "touches": [
    "constraint public.orders.a_fk",
    "constraint public.orders.b_fk",
    "constraint public.orders.c_fk",
    "constraint public.orders.d_fk",
    "constraint public.orders.e_fk",
    "constraint public.orders.phasegate_new_a_fk",
    "constraint public.orders.phasegate_new_b_fk"
  ],
  "fingerprint": "2bf5aa59aa16db8c49cf57e723b238a4",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'd_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = false))",
      "otherwise": "the foreign key d_fk of public.orders is not checked at once, or later where asked for"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'e_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = true))",
      "otherwise": "the foreign key e_fk of public.orders is not checked at the end of the transaction"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_a_fk') OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'a_fk' AND c.contype = 'f' AND (c.confrelid IS DISTINCT FROM pg_catalog.to_regclass('public.users') OR c.confdeltype <> 'a')))",
      "otherwise": "the foreign key phasegate_new_a_fk of public.orders is missing, or was taken back because rows refer to no row of public.\"we\"\"ird; --\""
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_a_fk') OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'a_fk' AND c.contype = 'f' AND (c.confrelid IS DISTINCT FROM pg_catalog.to_regclass('public.users') OR c.confdeltype <> 'a')))) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the foreign key phasegate_new_a_fk was taken back: rows of public.orders refer to no row of public."we""ird; --"';
  END IF;
END
$phasegate$;
-- validate the foreign key phasegate_new_a_fk of orders
DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_a_fk' AND NOT c.convalidated) THEN
    ALTER TABLE public.orders VALIDATE CONSTRAINT phasegate_new_a_fk;
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.orders DROP CONSTRAINT phasegate_new_a_fk;
  RAISE WARNING USING MESSAGE = 'constraint phasegate_new_a_fk was taken back: ' || SQLERRM;
END
$validate$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
