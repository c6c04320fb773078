-- phasegate: do contract (swap)
-- rollout: swap_column_names_tasks_keeper, plan ab7f981a
-- what: let columns of tasks change names: author → owner, owner → keeper
--   locks: ACCESS EXCLUSIVE on public.tasks (all wait, instant)
--   undo: yes
--   note: no row is touched; what PostgreSQL binds by column (keys, indexes, checks, defaults, rights, comments) follows
--   verify: phasegate.columns_renamed('swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_tasks_keeper",
  "plan_id": "ab7f981a",
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
    "public.tasks"
  ],
  "touches": [
    "column public.tasks.author",
    "column public.tasks.keeper",
    "column public.tasks.owner",
    "column public.tasks.zz_phasegate_author",
    "column public.tasks.zz_phasegate_owner"
  ],
  "fingerprint": "a57e1b87f553976f336996406c26462b",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author'))",
      "otherwise": "it is not noted which column of public.tasks has which name"
    }
  ],
  "soak_seconds": 0,
  "asks_reprepare": true,
  "clients_reprepare": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- let columns of tasks change names: author → owner, owner → keeper
  IF (phasegate.columns_renamed('swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author')) IS NOT TRUE THEN
    IF (phasegate.columns_renamed('swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author') IS FALSE AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = 'public' AND p.tablename = 'tasks') AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace JOIN pg_catalog.pg_class AS t ON t.oid = pg_catalog.to_regclass('public.tasks') JOIN pg_catalog.pg_type AS y ON y.oid = t.reltype WHERE l.lanname NOT IN ('c', 'internal') AND n.nspname NOT IN ('phasegate', 'pg_catalog', 'information_schema') AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid AND e.deptype = 'e') AND (p.prosrc ~* '(^|[^[:alnum:]_$])author($|[^[:alnum:]_$])' OR p.prosrc ~* '(^|[^[:alnum:]_$])owner($|[^[:alnum:]_$])' OR p.prosrc ~* '(^|[^[:alnum:]_$])keeper($|[^[:alnum:]_$])') AND (p.prosrc ~* '(^|[^[:alnum:]_$])tasks($|[^[:alnum:]_$])' OR EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = t.oid AND g.tgfoid = p.oid) OR EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray))) AND pg_catalog.strpos(p.prosrc, 'public.tasks.owner.named') = 0 AND pg_catalog.strpos(p.prosrc, 'public.tasks.keeper.named') = 0)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the columns author → owner, owner → keeper of public.tasks do not have the names that were noted, or a function spells one of them without asking phasegate.open, or the table is published';
    END IF;
    ALTER TABLE public.tasks RENAME COLUMN owner TO keeper;
    ALTER TABLE public.tasks RENAME COLUMN author TO owner;
  END IF;
END
$phasegate$;
RESET statement_timeout;
