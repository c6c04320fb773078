-- phasegate: undo validate (enforce)
-- rollout: change_foreign_key_orders_orders_etc, plan 90318147
-- what: check the foreign key orders_third_fkey of orders at once
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_third_fkey' AND c.contype = 'f' AND (c.condeferrable = false AND c.condeferred = false))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_foreign_key_orders_orders_etc",
  "plan_id": "90318147",
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
  -- undo: check the foreign key orders_third_fkey of orders at once
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER CONSTRAINT orders_third_fkey DEFERRABLE INITIALLY DEFERRED;
  END IF;
END
$phasegate$;
RESET statement_timeout;
