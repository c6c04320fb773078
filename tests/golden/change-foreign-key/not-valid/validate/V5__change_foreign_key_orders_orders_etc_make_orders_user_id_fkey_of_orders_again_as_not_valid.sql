-- phasegate: do validate (open)
-- rollout: change_foreign_key_orders_orders_etc, plan 90318147
-- what: make orders_user_id_fkey of orders again as NOT VALID
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant); ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: rows that are there obey it, and new ones have to as before: only the word of the catalog changes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey' AND c.convalidated))
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
  "part": "open",
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
  "conditions": [],
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
  -- make orders_user_id_fkey of orders again as NOT VALID
  IF ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey' AND c.convalidated))) IS NOT TRUE THEN
    ALTER TABLE public.orders DROP CONSTRAINT orders_user_id_fkey;
    ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) references public.users(id) not valid;
  END IF;
END
$phasegate$;
RESET statement_timeout;
