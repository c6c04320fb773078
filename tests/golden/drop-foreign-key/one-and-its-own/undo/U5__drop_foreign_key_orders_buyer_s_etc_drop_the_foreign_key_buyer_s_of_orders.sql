-- phasegate: undo validate (open)
-- rollout: drop_foreign_key_orders_buyer_s_etc, plan d9f5a001
-- what: drop the foreign key buyer's of orders
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant); ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: undo reads public.orders (rows unknown (never analysed), 0.0 MB with indexes) while writes to it and to public.users wait, within statement_timeout; on a large table, plan the way back as an add-foreign-key instead
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'buyer''s')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_foreign_key_orders_buyer_s_etc",
  "plan_id": "d9f5a001",
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
      "sql": "SELECT count(*) FROM ONLY public.orders AS c WHERE c.user_id IS NOT NULL AND NOT EXISTS (SELECT FROM ONLY public.users AS p WHERE p.id = c.user_id)",
      "what": "rows whose values only the next version could have written (drop the foreign key buyer's of orders)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop the foreign key buyer's of orders
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders ADD CONSTRAINT "buyer's" FOREIGN KEY (user_id) references public.users(id) on delete cascade deferrable not valid;
    COMMENT ON CONSTRAINT "buyer's" ON public.orders IS 'who''s to pay';
    ALTER TABLE public.orders VALIDATE CONSTRAINT "buyer's";
  END IF;
END
$phasegate$;
RESET statement_timeout;
