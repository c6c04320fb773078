-- phasegate: do backfill
-- rollout: swap_column_names_places_x, plan 54ba1949
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_places_x",
  "plan_id": "54ba1949",
  "environment": "default",
  "phase": "backfill",
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
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
