-- phasegate: do contract
-- rollout: drop_collation_we_ird_____etc, plan 1c13c66a
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_collation_we_ird_____etc",
  "plan_id": "1c13c66a",
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
    "public.users"
  ],
  "touches": [
    "collation public.\"we\"\"ird; --\"",
    "collation public.\"zz_phasegate_we\"\"ird; --\"",
    "column public.users.sort",
    "column public.users.zz_phasegate_sort",
    "index public.users_sort"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": [],
  "going": [
    {
      "what": "column public.users.sort (goes)",
      "tables": [
        "public.users"
      ],
      "column": "sort"
    }
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
