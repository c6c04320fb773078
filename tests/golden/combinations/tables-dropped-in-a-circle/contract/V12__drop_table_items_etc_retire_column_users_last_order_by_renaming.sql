-- phasegate: do contract (retire)
-- rollout: drop_table_items_etc, plan faa36f29
-- what: retire column users.last_order by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_order' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_table_items_etc",
  "plan_id": "faa36f29",
  "environment": "default",
  "phase": "contract",
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
  "part": "retire",
  "sessions": false,
  "tables": [
    "public.items",
    "public.orders",
    "public.users"
  ],
  "touches": [
    "column public.items.id",
    "column public.items.note",
    "column public.items.order_id",
    "column public.orders.first_item",
    "column public.orders.id",
    "column public.orders.repeats",
    "column public.orders.user_id",
    "column public.users.last_order",
    "column public.users.zz_phasegate_last_order",
    "constraint public.items.items_order_id_fkey",
    "constraint public.orders.orders_first_item_fkey",
    "constraint public.orders.orders_repeats_fkey",
    "constraint public.orders.orders_user_id_fkey",
    "constraint public.users.users_last_order_fkey",
    "constraint public.items.items_pkey",
    "constraint public.orders.orders_pkey",
    "table public.items",
    "table public.orders",
    "table public.zz_phasegate_items",
    "table public.zz_phasegate_orders"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.items') AND c.conname = 'items_order_id_fkey')",
      "otherwise": "the foreign key items_order_id_fkey of public.items is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_first_item_fkey')",
      "otherwise": "the foreign key orders_first_item_fkey of public.orders is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_id_fkey')",
      "otherwise": "the foreign key orders_user_id_fkey of public.orders is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_last_order_fkey')",
      "otherwise": "the foreign key users_last_order_fkey of public.users is still there"
    },
    {
      "sql": "NOT pg_catalog.to_regclass('public.items') IS NOT NULL",
      "otherwise": "table public.items is still there"
    },
    {
      "sql": "NOT pg_catalog.to_regclass('public.orders') IS NOT NULL",
      "otherwise": "table public.orders is still there"
    }
  ],
  "going": [
    {
      "what": "column public.users.last_order (goes)",
      "tables": [
        "public.users"
      ],
      "column": "last_order"
    },
    {
      "what": "table public.items (goes)",
      "tables": [
        "public.items"
      ]
    },
    {
      "what": "table public.orders (goes)",
      "tables": [
        "public.orders"
      ]
    }
  ],
  "unproven": [
    "constraint public.items.items_order_id_fkey",
    "constraint public.items.items_pkey",
    "constraint public.orders.orders_first_item_fkey",
    "constraint public.orders.orders_pkey",
    "constraint public.orders.orders_repeats_fkey",
    "constraint public.orders.orders_user_id_fkey",
    "constraint public.users.users_last_order_fkey"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column users.last_order by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_order' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_order' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public.users.last_order';
    END IF;
    ALTER TABLE public.users RENAME COLUMN last_order TO zz_phasegate_last_order;
  END IF;
END
$phasegate$;
RESET statement_timeout;
