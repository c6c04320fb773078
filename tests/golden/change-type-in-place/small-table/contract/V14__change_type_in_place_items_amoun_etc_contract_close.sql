-- phasegate: do contract (swap)
-- rollout: change_type_in_place_items_amoun_etc, plan 9b68f172
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_in_place_items_amoun_etc",
  "plan_id": "9b68f172",
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
  "part": "swap",
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
  "conditions": [
    {
      "sql": "COALESCE(phasegate.column_type('public.items', 'amount') = 'bigint', false)",
      "otherwise": "column public.items.amount does not have the type bigint"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.items', 'code') = 'integer', false)",
      "otherwise": "column public.items.code does not have the type integer"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.items', 'id') = 'bigint', false)",
      "otherwise": "column public.items.id does not have the type bigint"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.items', 'score') = 'numeric(8,2)', false)",
      "otherwise": "column public.items.score does not have the type numeric(8,2)"
    }
  ],
  "unproven": [
    "constraint public.items.items_amount_check"
  ],
  "soak_seconds": 0,
  "asks_reprepare": true,
  "clients_reprepare": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('change_type_in_place_items_amoun_etc');
END
$phasegate$;
RESET statement_timeout;
