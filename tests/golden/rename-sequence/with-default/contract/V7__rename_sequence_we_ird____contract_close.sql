-- phasegate: do contract (swap)
-- rollout: rename_sequence_we_ird____, plan a07e9564
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_sequence_we_ird____",
  "plan_id": "a07e9564",
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
  "tables": [],
  "touches": [
    "column public.orders.id",
    "sequence public.order_ids",
    "sequence public.\"we\"\"ird; --\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "(pg_catalog.to_regclass('public.\"we\"\"ird; --\"') IS NOT NULL AND NOT pg_catalog.to_regclass('public.order_ids') IS NOT NULL)",
      "otherwise": "sequence public.order_ids has its old name"
    }
  ],
  "soak_seconds": 0,
  "asks_reprepare": false,
  "clients_reprepare": false
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('rename_sequence_we_ird____');
END
$phasegate$;
RESET statement_timeout;
