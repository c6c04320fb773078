-- phasegate: do validate (enforce)
-- rollout: change_foreign_key_orders_orders, plan e2e64714
-- what: prove that no row of orders is an orphan of public.users
--   locks: ACCESS SHARE on public.orders (nobody waits, scans); ACCESS SHARE on public.users (nobody waits, scans)
--   undo: nothing needed: it only looks
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
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
-- prove that no row of orders is an orphan of public.users
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM ONLY public.orders AS c WHERE c.user_id IS NOT NULL AND NOT EXISTS (SELECT FROM ONLY public.users AS p WHERE p.id = c.user_id));
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.orders refer to no row of public.users', HINT = 'correct or delete these rows, and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
