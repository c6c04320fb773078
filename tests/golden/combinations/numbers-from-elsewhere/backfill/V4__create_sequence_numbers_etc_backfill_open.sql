-- phasegate: do backfill
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_sequence_numbers_etc",
  "plan_id": "2fc749a6",
  "environment": "default",
  "phase": "backfill",
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
    "public.parts",
    "public.twins"
  ],
  "touches": [
    "constraint public.parts.phasegate_nn_parts_code",
    "column public.orders.id",
    "column public.orders.twin",
    "column public.parts.code",
    "column public.parts.length",
    "column public.twins.id",
    "column public.twins.twin",
    "index public.parts_length_idx",
    "sequence public.numbers",
    "sequence public.orders_id_seq",
    "sequence public.twins_id_seq",
    "sequence public.zz_phasegate_orders_id_seq",
    "sequence public.zz_phasegate_twins_id_seq"
  ],
  "fingerprint": "88092086c3eed0f69baa0370fbde4478",
  "conditions": [
    {
      "sql": "pg_catalog.to_regclass('public.numbers') IS NOT NULL",
      "otherwise": "sequence public.numbers is missing"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
