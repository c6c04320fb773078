-- phasegate: undo validate (open)
-- rollout: drop_table_items_etc, plan faa36f29
-- what: drop foreign key orders_first_item_fkey of orders, so that rows of public.items can go
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant); ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: yes
--   note: stops both tables for an instant; undo scans public.orders (rows unknown (never analysed), 0.0 MB with indexes) while writes to both wait, within statement_timeout
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_first_item_fkey')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_table_items_etc",
  "plan_id": "faa36f29",
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
  "losses": [
    {
      "sql": "SELECT count(*) FROM ONLY public.orders AS c WHERE c.first_item IS NOT NULL AND NOT EXISTS (SELECT FROM ONLY public.items AS p WHERE p.id = c.first_item)",
      "what": "rows whose values only the next version could have written (drop foreign key orders_first_item_fkey of orders, so that rows of public.items can go)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop foreign key orders_first_item_fkey of orders, so that rows of public.items can go
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders ADD CONSTRAINT orders_first_item_fkey FOREIGN KEY (first_item) references public.items(id);
  END IF;
END
$phasegate$;
RESET statement_timeout;
