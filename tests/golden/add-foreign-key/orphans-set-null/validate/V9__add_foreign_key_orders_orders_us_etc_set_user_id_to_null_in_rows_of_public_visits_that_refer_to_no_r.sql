-- phasegate: do validate (enforce)
-- rollout: add_foreign_key_orders_orders_us_etc, plan d3dbaff3
-- what: set user_id to NULL in rows of public.visits that refer to no row of public.users, in batches
--   locks: ROW EXCLUSIVE on public.visits (nobody waits, batches); ACCESS SHARE on public.users (nobody waits, scans)
--   undo: nothing needed: the NULLs stay: the values before them led to no row, and nothing tells these NULLs from others
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'add_foreign_key_orders_orders_us_etc' AND p.step = 'add-foreign-key public.visits.visits_user_fk: clean up'), false)
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
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk' AND c.convalidated)",
      "otherwise": "the foreign key orders_user_fk of public.orders is not valid"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.visits') AND c.conname = 'visits_user_fk')",
      "otherwise": "the foreign key visits_user_fk of public.visits is missing, or was taken back because rows refer to no row of public.users"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- set user_id to NULL in rows of public.visits that refer to no row of public.users, in batches
CALL phasegate.backfill('add_foreign_key_orders_orders_us_etc', 'add-foreign-key public.visits.visits_user_fk: clean up', 'public.visits',
  'user_id = NULL',
  'visits.tenant IS NOT NULL AND visits.user_id IS NOT NULL AND NOT EXISTS (SELECT FROM ONLY public.users AS phasegate_referenced WHERE phasegate_referenced.tenant = visits.tenant AND phasegate_referenced.id = visits.user_id)');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
