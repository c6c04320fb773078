-- phasegate: do validate
-- rollout: create_sequence_numbers_etc, plan 4ad4794d
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_sequence_numbers_etc",
  "plan_id": "4ad4794d",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.orders",
    "public.parts"
  ],
  "touches": [
    "constraint public.parts.phasegate_nn_parts_code",
    "column public.orders.id",
    "column public.parts.code",
    "column public.parts.length",
    "index public.parts_length_idx",
    "sequence public.numbers",
    "sequence public.orders_id_seq",
    "sequence public.zz_phasegate_orders_id_seq"
  ],
  "fingerprint": "85e721223cb34e941b05ee74a2eec555",
  "conditions": [
    {
      "sql": "pg_catalog.to_regclass('public.numbers') IS NOT NULL",
      "otherwise": "sequence public.numbers is missing"
    }
  ],
  "raises_floor": "adopts"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
