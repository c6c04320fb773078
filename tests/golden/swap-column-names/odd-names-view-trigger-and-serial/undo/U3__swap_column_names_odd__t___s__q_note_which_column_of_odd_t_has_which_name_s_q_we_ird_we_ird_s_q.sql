-- phasegate: undo expand
-- rollout: swap_column_names_odd__t___s__q_, plan 73855ffa
-- what: note which column of Odd "T" has which name: %s 'q' $$ → we"ird; --, we"ird; -- → %s 'q' $$
--   locks: ACCESS SHARE on public."Odd ""T""" (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_odd__t___s__q_', 'swap-column-names public."Odd ""T"""."%s ''q'' $$"'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_odd__t___s__q_",
  "plan_id": "73855ffa",
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
  -- undo: note which column of Odd "T" has which name: %s 'q' $$ → we"ird; --, we"ird; -- → %s 'q' $$
  IF (false) IS NOT TRUE THEN
    DELETE FROM phasegate.column_names WHERE (rollout, change) = ('swap_column_names_odd__t___s__q_', 'swap-column-names public."Odd ""T"""."%s ''q'' $$"');
  END IF;
END
$phasegate$;
RESET statement_timeout;
