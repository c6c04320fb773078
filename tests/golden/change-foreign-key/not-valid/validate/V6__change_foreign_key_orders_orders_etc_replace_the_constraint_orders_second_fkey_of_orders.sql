-- phasegate: do validate (enforce)
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
  "direction": "do",
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
  "sessions": false,
  "tables": [
    "public.orders",
    "public.users"
  ],
  "touches": [
    "constraint public.orders.orders_second_fkey",
    "constraint public.orders.orders_third_fkey",
    "constraint public.orders.orders_user_id_fkey"
  ],
  "fingerprint": "c7ebd61310a787dc62ef190387107f3a",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey' AND c.convalidated))",
      "otherwise": "the constraint orders_user_id_fkey of public.orders is still valid"
    }
  ],
  "locks": [
    {
      "table": "public.orders",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "ACCESS EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- replace the constraint orders_second_fkey of orders
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_second_fkey' AND c.contype = 'f' AND (c.confdeltype <> 'a'))) IS NOT TRUE THEN
    ALTER TABLE public.orders DROP CONSTRAINT orders_second_fkey;
    ALTER TABLE public.orders ADD CONSTRAINT orders_second_fkey FOREIGN KEY (second) references public.users(id) on delete cascade not valid;
  END IF;
END
$phasegate$;
RESET statement_timeout;
