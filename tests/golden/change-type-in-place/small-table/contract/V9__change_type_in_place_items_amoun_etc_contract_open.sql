-- phasegate: do contract
-- rollout: change_type_in_place_items_amoun_etc, plan 9b68f172
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
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
  "unproven": [
    "constraint public.items.items_amount_check"
  ],
  "soak_seconds": 0,
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
