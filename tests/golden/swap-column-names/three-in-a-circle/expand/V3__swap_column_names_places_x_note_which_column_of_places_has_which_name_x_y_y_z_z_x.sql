-- phasegate: do expand
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- note which column of places has which name: x → y, y → z, z → x
  IF (EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_places_x', 'swap-column-names public.places.x'))) IS NOT TRUE THEN
    LOCK TABLE public.places IN ACCESS SHARE MODE;
    INSERT INTO phasegate.column_names (rollout, change, table_schema, table_name, relation, names, becomes)
    SELECT 'swap_column_names_places_x', 'swap-column-names public.places.x', 'public', 'places', pg_catalog.min(a.attrelid), pg_catalog.array_agg(c.name ORDER BY a.attnum), pg_catalog.array_agg(c.becomes ORDER BY a.attnum)
    FROM ROWS FROM (pg_catalog.unnest(ARRAY['x', 'y', 'z']::pg_catalog.text[]), pg_catalog.unnest(ARRAY['y', 'z', 'x']::pg_catalog.text[])) AS c (name, becomes)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = pg_catalog.to_regclass('public.places') AND a.attname = c.name AND NOT a.attisdropped
    HAVING pg_catalog.count(*) = 3;
  END IF;
END
$phasegate$;
RESET statement_timeout;
