-- phasegate: undo expand
-- rollout: swap_column_names_places_x, plan 54ba1949
-- what: note which column of places has which name: x → y, y → z, z → x
--   locks: ACCESS SHARE on public.places (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_places_x', 'swap-column-names public.places.x'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_places_x",
  "plan_id": "54ba1949",
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
  -- undo: note which column of places has which name: x → y, y → z, z → x
  IF (false) IS NOT TRUE THEN
    DELETE FROM phasegate.column_names WHERE (rollout, change) = ('swap_column_names_places_x', 'swap-column-names public.places.x');
  END IF;
END
$phasegate$;
RESET statement_timeout;
