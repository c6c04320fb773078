-- phasegate: do expand
-- rollout: create_table_orders, plan 3a95ce0c
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_table_orders",
  "plan_id": "3a95ce0c",
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
  "tables": [],
  "touches": [
    "constraint public.orders.orders_note_check",
    "constraint public.orders.orders_state_check",
    "column public.orders.id",
    "column public.orders.note",
    "column public.orders.state",
    "column public.orders.user_id",
    "index public.orders_new_idx",
    "constraint public.orders",
    "table public.orders",
    "constraint public.orders.orders_note_key"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "create_table_orders",
      "plan_id": "3a95ce0c",
      "environment": "default",
      "phase": "deploy",
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
      "conditions": [
        {
          "sql": "pg_catalog.to_regclass('public.orders') IS NOT NULL",
          "otherwise": "table public.orders is missing"
        }
      ]
    },
    "promises": {},
    "desired_digest": "ed75052b7027f63a0ac82c0ac8621d1c428e6f517f3b5cd1b94356696cf62b5a",
    "progress": {
      "expand": [
        "pg_catalog.to_regclass('public.orders') IS NOT NULL"
      ]
    }
  }
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
