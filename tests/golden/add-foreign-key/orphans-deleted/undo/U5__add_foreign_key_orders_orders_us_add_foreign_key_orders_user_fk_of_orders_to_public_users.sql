-- phasegate: undo validate (enforce)
-- rollout: add_foreign_key_orders_orders_us, plan b0d971d1
-- what: add foreign key orders_user_fk of orders to public.users
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant); SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_foreign_key_orders_orders_us",
  "plan_id": "b0d971d1",
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
  -- undo: add foreign key orders_user_fk of orders to public.users
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS orders_user_fk;
  END IF;
END
$phasegate$;
RESET statement_timeout;
