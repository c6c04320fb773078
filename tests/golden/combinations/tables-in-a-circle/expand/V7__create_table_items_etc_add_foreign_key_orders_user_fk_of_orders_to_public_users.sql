-- phasegate: do expand
-- rollout: create_table_items_etc, plan 0529402d
-- what: add foreign key orders_user_fk of orders to public.users
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant); SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   note: the table is new, so there is nothing to validate
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_table_items_etc",
  "plan_id": "0529402d",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "column public.items.id",
    "column public.items.order_id",
    "column public.orders.first_item",
    "column public.orders.id",
    "column public.orders.repeats",
    "column public.orders.user_id",
    "constraint public.items.items_order_fk",
    "constraint public.orders.orders_first_fk",
    "constraint public.orders.orders_repeats_fk",
    "constraint public.orders.orders_user_fk",
    "index public.items_order_idx",
    "index public.orders_first_idx",
    "index public.orders_repeats_idx",
    "index public.orders_user_idx",
    "constraint public.items",
    "constraint public.orders",
    "table public.items",
    "table public.orders"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": [
    {
      "sql": "pg_catalog.to_regclass('public.items') IS NOT NULL",
      "otherwise": "table public.items is missing"
    },
    {
      "sql": "pg_catalog.to_regclass('public.orders') IS NOT NULL",
      "otherwise": "table public.orders is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.items') AND c.conname = 'items_order_fk')",
      "otherwise": "the foreign key items_order_fk of public.items is missing, or was taken back because rows refer to no row of public.orders"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_first_fk')",
      "otherwise": "the foreign key orders_first_fk of public.orders is missing, or was taken back because rows refer to no row of public.items"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_repeats_fk')",
      "otherwise": "the foreign key orders_repeats_fk of public.orders is missing, or was taken back because rows refer to no row of public.orders"
    }
  ],
  "locks": [
    {
      "table": "public.orders",
      "mode": "SHARE ROW EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "SHARE ROW EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add foreign key orders_user_fk of orders to public.users
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk')) IS NOT TRUE THEN
    ALTER TABLE public.orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) references public.users(id) on delete set null;
  END IF;
END
$phasegate$;
RESET statement_timeout;
