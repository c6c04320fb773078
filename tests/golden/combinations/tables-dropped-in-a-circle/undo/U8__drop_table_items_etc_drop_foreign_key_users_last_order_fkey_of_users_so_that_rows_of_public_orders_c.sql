-- phasegate: undo validate (open)
-- rollout: drop_table_items_etc, plan faa36f29
-- what: drop foreign key users_last_order_fkey of users, so that rows of public.orders can go
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: stops both tables for an instant; undo scans public.users (rows unknown (never analysed), 0.0 MB with indexes) while writes to both wait, within statement_timeout
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_last_order_fkey')
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
      "sql": "SELECT count(*) FROM ONLY public.users AS c WHERE c.last_order IS NOT NULL AND NOT EXISTS (SELECT FROM ONLY public.orders AS p WHERE p.id = c.last_order)",
      "what": "rows whose values only the next version could have written (drop foreign key users_last_order_fkey of users, so that rows of public.orders can go)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop foreign key users_last_order_fkey of users, so that rows of public.orders can go
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ADD CONSTRAINT users_last_order_fkey FOREIGN KEY (last_order) references public.orders(id);
  END IF;
END
$phasegate$;
RESET statement_timeout;
