-- phasegate: do expand
-- rollout: create_table_items_etc, plan 0529402d
-- what: create table public.items
--   locks: none on relations
--   undo: yes
--   note: a new table: no version of any application uses it yet
--   verify: pg_catalog.to_regclass('public.items') IS NOT NULL
-- what: create table public.orders
--   locks: none on relations
--   undo: yes
--   note: a new table: no version of any application uses it yet
--   verify: pg_catalog.to_regclass('public.orders') IS NOT NULL
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- create table public.items
  IF (pg_catalog.to_regclass('public.items') IS NOT NULL) IS NOT TRUE THEN
    CREATE TABLE public.items (
        CONSTRAINT items_pkey PRIMARY KEY (id),
        id bigint NOT NULL,
        order_id bigint NOT NULL
    );
    CREATE INDEX items_order_idx ON public.items (order_id);
  END IF;
  -- create table public.orders
  IF (pg_catalog.to_regclass('public.orders') IS NOT NULL) IS NOT TRUE THEN
    CREATE TABLE public.orders (
        CONSTRAINT orders_pkey PRIMARY KEY (id),
        id bigint NOT NULL,
        user_id bigint,
        first_item bigint,
        repeats bigint
    );
    CREATE INDEX orders_user_idx ON public.orders (user_id);
    CREATE INDEX orders_first_idx ON public.orders (first_item);
    CREATE INDEX orders_repeats_idx ON public.orders (repeats);
  END IF;
END
$phasegate$;
RESET statement_timeout;
