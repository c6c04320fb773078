-- phasegate: undo expand
-- rollout: swap_column_names_people_first_n, plan 1c87054f
-- what: note which column of people has which name: first_name → last_name, last_name → first_name
--   locks: ACCESS SHARE on public.people (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_people_first_n', 'swap-column-names public.people.first_name'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_people_first_n",
  "plan_id": "1c87054f",
  "environment": "default",
  "phase": "expand",
  "direction": "undo",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: note which column of people has which name: first_name → last_name, last_name → first_name
  IF (false) IS NOT TRUE THEN
    DELETE FROM phasegate.column_names WHERE (rollout, change) = ('swap_column_names_people_first_n', 'swap-column-names public.people.first_name');
  END IF;
END
$phasegate$;
RESET statement_timeout;
