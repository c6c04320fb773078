-- phasegate: undo contract (swap)
-- rollout: swap_column_names_places_x, plan 54ba1949
-- what: let columns of places change names: x → y, y → z, z → x
--   locks: ACCESS EXCLUSIVE on public.places (all wait, instant)
--   undo: yes
--   note: no row is touched; what PostgreSQL binds by column (keys, indexes, checks, defaults, rights, comments) follows
--   verify: phasegate.columns_renamed('swap_column_names_places_x', 'swap-column-names public.places.x')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_places_x",
  "plan_id": "54ba1949",
  "environment": "default",
  "phase": "contract",
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
  "part": "swap",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let columns of places change names: x → y, y → z, z → x
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.places RENAME COLUMN y TO zz_phasegate_x;
    ALTER TABLE public.places RENAME COLUMN z TO y;
    ALTER TABLE public.places RENAME COLUMN x TO z;
    ALTER TABLE public.places RENAME COLUMN zz_phasegate_x TO x;
  END IF;
END
$phasegate$;
RESET statement_timeout;
