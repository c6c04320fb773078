-- phasegate: undo validate (open)
-- rollout: drop_table_items_etc, plan faa36f29
-- what: drop foreign key items_order_id_fkey of items, so that rows of public.orders can go
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant); ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: stops both tables for an instant; undo scans public.items (rows unknown (never analysed), 0.0 MB with indexes) while writes to both wait, within statement_timeout
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.items') AND c.conname = 'items_order_id_fkey')
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
      "sql": "SELECT count(*) FROM ONLY public.items AS c WHERE c.order_id IS NOT NULL AND NOT EXISTS (SELECT FROM ONLY public.orders AS p WHERE p.id = c.order_id)",
      "what": "rows whose values only the next version could have written (drop foreign key items_order_id_fkey of items, so that rows of public.orders can go)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop foreign key items_order_id_fkey of items, so that rows of public.orders can go
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.items ADD CONSTRAINT items_order_id_fkey FOREIGN KEY (order_id) references public.orders(id);
  END IF;
END
$phasegate$;
RESET statement_timeout;
