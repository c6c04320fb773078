-- phasegate: do expand
-- rollout: change_type_in_place_items_amoun_etc, plan 9b68f172
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_in_place_items_amoun_etc",
  "plan_id": "9b68f172",
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
    "public.items",
    "public.lines"
  ],
  "touches": [
    "constraint public.items.items_amount_check",
    "column public.items.amount",
    "column public.items.code",
    "column public.items.id",
    "column public.items.score",
    "index public.items_amount_idx"
  ],
  "fingerprint": "4d643699fa3c327b39d0134cef6612f7",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_type_in_place_items_amoun_etc",
      "plan_id": "9b68f172",
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
      "public.items.amount.type": "COALESCE(phasegate.column_type('public.items', 'amount') = 'bigint', false)",
      "public.items.code.type": "COALESCE(phasegate.column_type('public.items', 'code') = 'integer', false)",
      "public.items.id.type": "COALESCE(phasegate.column_type('public.items', 'id') = 'bigint', false)",
      "public.items.score.type": "COALESCE(phasegate.column_type('public.items', 'score') = 'numeric(8,2)', false)"
    },
    "desired_digest": "d6374468a305555468dc49d277a818f58800a28fe9e77594692e2774b2d14f8e",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "COALESCE(phasegate.column_type('public.items', 'amount') = 'bigint', false)",
        "COALESCE(phasegate.column_type('public.items', 'code') = 'integer', false)",
        "COALESCE(phasegate.column_type('public.items', 'id') = 'bigint', false)",
        "COALESCE(phasegate.column_type('public.items', 'score') = 'numeric(8,2)', false)"
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
