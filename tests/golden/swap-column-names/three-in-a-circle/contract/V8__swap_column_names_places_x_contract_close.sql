-- phasegate: do contract (swap)
-- rollout: swap_column_names_places_x, plan 54ba1949
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_places_x",
  "plan_id": "54ba1949",
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
    "public.places"
  ],
  "touches": [
    "constraint public.places.places_y_check",
    "column public.places.x",
    "column public.places.y",
    "column public.places.z",
    "column public.places.zz_phasegate_x",
    "column public.places.zz_phasegate_y",
    "column public.places.zz_phasegate_z",
    "constraint public.places.places_x_fkey",
    "constraint public.visits.visits_place_fkey",
    "index public.places_idx",
    "constraint public.places.places_y_key"
  ],
  "fingerprint": "74ad0e496a1571bb8973ecc35049967d",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_places_x', 'swap-column-names public.places.x'))",
      "otherwise": "it is not noted which column of public.places has which name"
    },
    {
      "sql": "phasegate.columns_renamed('swap_column_names_places_x', 'swap-column-names public.places.x')",
      "otherwise": "the columns of public.places have not changed names: x → y, y → z, z → x"
    }
  ],
  "unproven": [
    "constraint public.places.places_x_fkey",
    "constraint public.places.places_y_check",
    "constraint public.places.places_y_key",
    "constraint public.visits.visits_place_fkey"
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
  PERFORM phasegate.finish_rollout('swap_column_names_places_x');
END
$phasegate$;
RESET statement_timeout;
