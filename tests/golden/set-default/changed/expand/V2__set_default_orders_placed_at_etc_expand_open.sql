-- phasegate: do expand
-- rollout: set_default_orders_placed_at_etc, plan ff0719aa
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_default_orders_placed_at_etc",
  "plan_id": "ff0719aa",
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
    "public.orders"
  ],
  "touches": [
    "column public.orders.placed_at",
    "column public.orders.state"
  ],
  "fingerprint": "3a9a6c7b7f09a7e26c7d21984547e26c",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "set_default_orders_placed_at_etc",
      "plan_id": "ff0719aa",
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
      "conditions": []
    },
    "promises": {
      "public.orders.placed_at.default": "COALESCE(phasegate.default_text('public.orders', 'placed_at') <> '''2019-12-31 23:00:00+00''::timestamp with time zone', false)",
      "public.orders.state.default": "COALESCE(phasegate.default_text('public.orders', 'state') <> '''new''::text', false)"
    },
    "desired_digest": "317ca7d3b54f46fa5276452bd76f9f6ed4501329d113f25513ef470b55ce6ed2",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "COALESCE(phasegate.default_text('public.orders', 'placed_at') <> '''2019-12-31 23:00:00+00''::timestamp with time zone', false)",
        "COALESCE(phasegate.default_text('public.orders', 'state') <> '''new''::text', false)"
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
