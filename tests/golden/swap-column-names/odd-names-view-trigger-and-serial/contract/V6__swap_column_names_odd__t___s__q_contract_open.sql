-- phasegate: do contract
-- rollout: swap_column_names_odd__t___s__q_, plan 73855ffa
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_odd__t___s__q_",
  "plan_id": "73855ffa",
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
    "public.\"Odd \"\"T\"\"\""
  ],
  "touches": [
    "column public.\"Odd \"\"T\"\"\".\"%s 'q' $$\"",
    "column public.\"Odd \"\"T\"\"\".\"we\"\"ird; --\"",
    "column public.\"Odd \"\"T\"\"\".\"zz_phasegate_%s 'q' $$\"",
    "column public.\"Odd \"\"T\"\"\".\"zz_phasegate_we\"\"ird; --\"",
    "constraint public.\"Odd \"\"T\"\"\".\"Odd \"\"T\"\"_pkey\"",
    "other \"public.pairs\"",
    "policy public.\"Odd \"\"T\"\"\".mine",
    "trigger public.\"Odd \"\"T\"\"\".stamp",
    "view public.shown"
  ],
  "fingerprint": "6be537a742f3f1581d15ae257f1f3b80",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_odd__t___s__q_', 'swap-column-names public.\"Odd \"\"T\"\"\".\"%s ''q'' $$\"'))",
      "otherwise": "it is not noted which column of public.\"Odd \"\"T\"\"\" has which name"
    }
  ],
  "unproven": [
    "constraint public.\"Odd \"\"T\"\"\".\"Odd \"\"T\"\"_pkey\""
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
