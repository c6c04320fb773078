-- phasegate: undo validate (enforce)
-- rollout: change_foreign_key_orders_orders, plan e2e64714
-- what: validate the foreign key orders_user_fk of orders
--   locks: SHARE UPDATE EXCLUSIVE on public.orders (nobody waits, scans); ROW SHARE on public.users (nobody waits, scans)
--   undo: yes
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk' AND c.convalidated)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_foreign_key_orders_orders",
  "plan_id": "e2e64714",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: validate the foreign key orders_user_fk of orders
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders DROP CONSTRAINT orders_user_fk;
    ALTER TABLE public.orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) references public.users(id) not valid;
  END IF;
END
$phasegate$;
RESET statement_timeout;
