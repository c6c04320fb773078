-- phasegate: do validate
-- rollout: swap_column_names_tasks_keeper, plan ab7f981a
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_tasks_keeper",
  "plan_id": "ab7f981a",
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
    "public.tasks"
  ],
  "touches": [
    "column public.tasks.author",
    "column public.tasks.keeper",
    "column public.tasks.owner",
    "column public.tasks.zz_phasegate_author",
    "column public.tasks.zz_phasegate_owner"
  ],
  "fingerprint": "a57e1b87f553976f336996406c26462b",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author'))",
      "otherwise": "it is not noted which column of public.tasks has which name"
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
