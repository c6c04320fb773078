-- phasegate: do contract (swap)
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
  -- let columns of places change names: x → y, y → z, z → x
  IF (phasegate.columns_renamed('swap_column_names_places_x', 'swap-column-names public.places.x')) IS NOT TRUE THEN
    IF (phasegate.columns_renamed('swap_column_names_places_x', 'swap-column-names public.places.x') IS FALSE AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = 'public' AND p.tablename = 'places') AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace JOIN pg_catalog.pg_class AS t ON t.oid = pg_catalog.to_regclass('public.places') JOIN pg_catalog.pg_type AS y ON y.oid = t.reltype WHERE l.lanname NOT IN ('c', 'internal') AND n.nspname NOT IN ('phasegate', 'pg_catalog', 'information_schema') AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid AND e.deptype = 'e') AND (p.prosrc ~* '(^|[^[:alnum:]_$])x($|[^[:alnum:]_$])' OR p.prosrc ~* '(^|[^[:alnum:]_$])y($|[^[:alnum:]_$])' OR p.prosrc ~* '(^|[^[:alnum:]_$])z($|[^[:alnum:]_$])') AND (p.prosrc ~* '(^|[^[:alnum:]_$])places($|[^[:alnum:]_$])' OR EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = t.oid AND g.tgfoid = p.oid) OR EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray))) AND pg_catalog.strpos(p.prosrc, 'public.places.y.named') = 0 AND pg_catalog.strpos(p.prosrc, 'public.places.z.named') = 0 AND pg_catalog.strpos(p.prosrc, 'public.places.x.named') = 0)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the columns x → y, y → z, z → x of public.places do not have the names that were noted, or a function spells one of them without asking phasegate.open, or the table is published';
    END IF;
    ALTER TABLE public.places RENAME COLUMN x TO zz_phasegate_x;
    ALTER TABLE public.places RENAME COLUMN z TO x;
    ALTER TABLE public.places RENAME COLUMN y TO z;
    ALTER TABLE public.places RENAME COLUMN zz_phasegate_x TO y;
  END IF;
END
$phasegate$;
RESET statement_timeout;
