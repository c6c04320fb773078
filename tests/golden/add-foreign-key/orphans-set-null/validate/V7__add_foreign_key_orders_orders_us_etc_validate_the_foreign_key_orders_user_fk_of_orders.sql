-- phasegate: do validate (enforce)
-- rollout: add_foreign_key_orders_orders_us_etc, plan d3dbaff3
-- what: validate the foreign key orders_user_fk of orders
--   locks: SHARE UPDATE EXCLUSIVE on public.orders (nobody waits, scans); ROW SHARE on public.users (nobody waits, scans)
--   undo: nothing needed: the constraint goes with its own step
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk' AND c.convalidated)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_foreign_key_orders_orders_us_etc",
  "plan_id": "d3dbaff3",
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
    "public.visits",
    "public.\"we\"\"ird; --\""
  ],
  "touches": [
    "constraint public.orders.orders_user_fk",
    "constraint public.visits.visits_user_fk",
    "constraint public.\"we\"\"ird; --\".next_fk"
  ],
  "fingerprint": "74cd0a630831bca19db2f50ccfb7e0e0",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk')",
      "otherwise": "the foreign key orders_user_fk of public.orders is missing, or was taken back because rows refer to no row of public.users"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_foreign_key_orders_orders_us_etc' AND p.step = 'add-foreign-key public.orders.orders_user_fk: clean up'), false)",
      "otherwise": "not every row is filled: set user_id to NULL in rows of public.orders that refer to no row of public.users, in batches"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk')) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the foreign key orders_user_fk was taken back: rows of public.orders refer to no row of public.users';
  END IF;
END
$phasegate$;
-- validate the foreign key orders_user_fk of orders
DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk' AND NOT c.convalidated) THEN
    ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_fk;
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.orders DROP CONSTRAINT orders_user_fk;
  RAISE WARNING USING MESSAGE = 'constraint orders_user_fk was taken back: ' || SQLERRM;
END
$validate$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
