-- phasegate: do contract (swap)
-- rollout: swap_column_names_people_first_n, plan 1c87054f
-- what: let columns of people change names: first_name → last_name, last_name → first_name
--   locks: ACCESS EXCLUSIVE on public.people (all wait, instant)
--   undo: yes
--   note: no row is touched; what PostgreSQL binds by column (keys, indexes, checks, defaults, rights, comments) follows
--   verify: phasegate.columns_renamed('swap_column_names_people_first_n', 'swap-column-names public.people.first_name')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_people_first_n",
  "plan_id": "1c87054f",
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
    "public.people"
  ],
  "touches": [
    "constraint public.people.people_first_name_check",
    "column public.people.first_name",
    "column public.people.last_name",
    "column public.people.zz_phasegate_first_name",
    "column public.people.zz_phasegate_last_name"
  ],
  "fingerprint": "ab72ab41b470a5d6a544423f865d3b85",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_people_first_n', 'swap-column-names public.people.first_name'))",
      "otherwise": "it is not noted which column of public.people has which name"
    }
  ],
  "unproven": [
    "constraint public.people.people_first_name_check"
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
  -- let columns of people change names: first_name → last_name, last_name → first_name
  IF (phasegate.columns_renamed('swap_column_names_people_first_n', 'swap-column-names public.people.first_name')) IS NOT TRUE THEN
    IF (phasegate.columns_renamed('swap_column_names_people_first_n', 'swap-column-names public.people.first_name') IS FALSE AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = 'public' AND p.tablename = 'people') AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace JOIN pg_catalog.pg_class AS t ON t.oid = pg_catalog.to_regclass('public.people') JOIN pg_catalog.pg_type AS y ON y.oid = t.reltype WHERE l.lanname NOT IN ('c', 'internal') AND n.nspname NOT IN ('phasegate', 'pg_catalog', 'information_schema') AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid AND e.deptype = 'e') AND (p.prosrc ~* '(^|[^[:alnum:]_$])first_name($|[^[:alnum:]_$])' OR p.prosrc ~* '(^|[^[:alnum:]_$])last_name($|[^[:alnum:]_$])') AND (p.prosrc ~* '(^|[^[:alnum:]_$])people($|[^[:alnum:]_$])' OR EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = t.oid AND g.tgfoid = p.oid) OR EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray))) AND pg_catalog.strpos(p.prosrc, 'public.people.last_name.named') = 0 AND pg_catalog.strpos(p.prosrc, 'public.people.first_name.named') = 0)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the columns first_name → last_name, last_name → first_name of public.people do not have the names that were noted, or a function spells one of them without asking phasegate.open, or the table is published';
    END IF;
    ALTER TABLE public.people RENAME COLUMN first_name TO zz_phasegate_first_name;
    ALTER TABLE public.people RENAME COLUMN last_name TO first_name;
    ALTER TABLE public.people RENAME COLUMN zz_phasegate_first_name TO last_name;
  END IF;
END
$phasegate$;
RESET statement_timeout;
