-- phasegate: undo expand
-- rollout: create_table_items_etc, plan 0529402d
-- what: add foreign key items_order_fk of items to public.orders
--   locks: SHARE ROW EXCLUSIVE on public.items (writes wait, instant); SHARE ROW EXCLUSIVE on public.orders (writes wait, instant)
--   undo: yes
--   note: the table is new, so there is nothing to validate
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.items') AND c.conname = 'items_order_fk')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_table_items_etc",
  "plan_id": "0529402d",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add foreign key items_order_fk of items to public.orders
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.items DROP CONSTRAINT IF EXISTS items_order_fk;
  END IF;
END
$phasegate$;
RESET statement_timeout;
