-- phasegate: undo expand
-- rollout: swap_column_names_tasks_keeper, plan ab7f981a
-- what: note which column of tasks has which name: author → owner, owner → keeper
--   locks: ACCESS SHARE on public.tasks (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_tasks_keeper",
  "plan_id": "ab7f981a",
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
  -- undo: note which column of tasks has which name: author → owner, owner → keeper
  IF (false) IS NOT TRUE THEN
    DELETE FROM phasegate.column_names WHERE (rollout, change) = ('swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author');
  END IF;
END
$phasegate$;
RESET statement_timeout;
