-- phasegate: do validate (enforce)
-- rollout: change_foreign_key_orders_orders, plan e2e64714
-- what: validate the foreign key orders_user_fk of orders
--   locks: SHARE UPDATE EXCLUSIVE on public.orders (nobody waits, scans); ROW SHARE on public.users (nobody waits, scans)
--   undo: yes
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
  "rollout": "change_foreign_key_orders_orders",
  "plan_id": "e2e64714",
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
    "public.users"
  ],
  "touches": [
    "constraint public.orders.orders_user_fk"
  ],
  "fingerprint": "04f7d2c310e6b37af51503331f8a4666",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- validate the foreign key orders_user_fk of orders
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_fk;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
