-- phasegate: do validate
-- rollout: swap_column_names_people_first_n, plan 1c87054f
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_people_first_n",
  "plan_id": "1c87054f",
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
    "public.people"
  ],
  "touches": [
    "constraint public.people.people_first_name_check",
    "column public.people.first_name",
    "column public.people.last_name",
    "column public.people.zz_phasegate_first_name",
    "column public.people.zz_phasegate_last_name"
  ],
  "fingerprint": "ab72ab41b470a5d6a544423f865d3b85",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_people_first_n', 'swap-column-names public.people.first_name'))",
      "otherwise": "it is not noted which column of public.people has which name"
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
