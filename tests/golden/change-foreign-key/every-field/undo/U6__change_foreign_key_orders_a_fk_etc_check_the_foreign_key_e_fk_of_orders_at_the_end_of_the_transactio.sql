-- phasegate: undo validate (open)
-- rollout: change_foreign_key_orders_a_fk_etc, plan 0b667c86
-- what: check the foreign key e_fk of orders at the end of the transaction
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'e_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = true))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_foreign_key_orders_a_fk_etc",
  "plan_id": "0b667c86",
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
  "part": "open",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: check the foreign key e_fk of orders at the end of the transaction
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER CONSTRAINT e_fk NOT DEFERRABLE INITIALLY IMMEDIATE;
  END IF;
END
$phasegate$;
RESET statement_timeout;
