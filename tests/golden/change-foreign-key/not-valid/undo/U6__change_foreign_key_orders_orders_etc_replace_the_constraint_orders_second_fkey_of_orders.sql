-- phasegate: undo validate (enforce)
-- rollout: change_foreign_key_orders_orders_etc, plan 90318147
-- what: replace the constraint orders_second_fkey of orders
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant); ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: undo scans the table under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.1 MB with indexes), within statement_timeout
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_second_fkey' AND c.contype = 'f' AND (c.confdeltype <> 'a'))
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
  "losses": [
    {
      "sql": "SELECT count(*) FROM ONLY public.orders AS c WHERE c.second IS NOT NULL AND NOT EXISTS (SELECT FROM ONLY public.users AS p WHERE p.id = c.second)",
      "what": "rows whose values only the next version could have written (replace the constraint orders_second_fkey of orders)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: replace the constraint orders_second_fkey of orders
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders DROP CONSTRAINT orders_second_fkey;
    ALTER TABLE public.orders ADD CONSTRAINT orders_second_fkey FOREIGN KEY (second) references public.users(id);
  END IF;
END
$phasegate$;
RESET statement_timeout;
