-- phasegate: do contract (swap)
-- rollout: swap_column_names_people_first_n, plan 1c87054f
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_people_first_n",
  "plan_id": "1c87054f",
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
    },
    {
      "sql": "phasegate.columns_renamed('swap_column_names_people_first_n', 'swap-column-names public.people.first_name')",
      "otherwise": "the columns of public.people have not changed names: first_name → last_name, last_name → first_name"
    }
  ],
  "unproven": [
    "constraint public.people.people_first_name_check"
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
  PERFORM phasegate.finish_rollout('swap_column_names_people_first_n');
END
$phasegate$;
RESET statement_timeout;
