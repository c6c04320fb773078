-- phasegate: do contract (swap)
-- rollout: swap_column_names_odd__t___s__q_, plan 73855ffa
-- what: let columns of Odd "T" change names: %s 'q' $$ → we"ird; --, we"ird; -- → %s 'q' $$
--   locks: ACCESS EXCLUSIVE on public."Odd ""T""" (all wait, instant); ACCESS EXCLUSIVE on public."Odd ""T""_we""ird; --_seq" (all wait, instant)
--   undo: yes
--   note: no row is touched; what PostgreSQL binds by column (keys, indexes, checks, defaults, rights, comments) follows
--   note: policy mine on public."Odd ""T""" goes on with the columns that it has, by whatever name
--   note: statistics object public.pairs goes on with the columns that it has, by whatever name
--   note: trigger stamp on public."Odd ""T""" goes on with the columns that it has, by whatever name
--   note: view public.shown goes on with the columns that it has, by whatever name; the names of its own columns stay
--   note: [left_alone] knows these by a digest of their text: take it over from phasegate inspect when the rollout is finished
--   verify: phasegate.columns_renamed('swap_column_names_odd__t___s__q_', 'swap-column-names public."Odd ""T"""."%s ''q'' $$"')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_odd__t___s__q_",
  "plan_id": "73855ffa",
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
    "public.\"Odd \"\"T\"\"\""
  ],
  "touches": [
    "column public.\"Odd \"\"T\"\"\".\"%s 'q' $$\"",
    "column public.\"Odd \"\"T\"\"\".\"we\"\"ird; --\"",
    "column public.\"Odd \"\"T\"\"\".\"zz_phasegate_%s 'q' $$\"",
    "column public.\"Odd \"\"T\"\"\".\"zz_phasegate_we\"\"ird; --\"",
    "constraint public.\"Odd \"\"T\"\"\".\"Odd \"\"T\"\"_pkey\"",
    "other \"public.pairs\"",
    "policy public.\"Odd \"\"T\"\"\".mine",
    "trigger public.\"Odd \"\"T\"\"\".stamp",
    "view public.shown"
  ],
  "fingerprint": "6be537a742f3f1581d15ae257f1f3b80",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_odd__t___s__q_', 'swap-column-names public.\"Odd \"\"T\"\"\".\"%s ''q'' $$\"'))",
      "otherwise": "it is not noted which column of public.\"Odd \"\"T\"\"\" has which name"
    }
  ],
  "unproven": [
    "constraint public.\"Odd \"\"T\"\"\".\"Odd \"\"T\"\"_pkey\""
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
  -- let columns of Odd "T" change names: %s 'q' $$ → we"ird; --, we"ird; -- → %s 'q' $$
  IF (phasegate.columns_renamed('swap_column_names_odd__t___s__q_', 'swap-column-names public."Odd ""T"""."%s ''q'' $$"')) IS NOT TRUE THEN
    IF (phasegate.columns_renamed('swap_column_names_odd__t___s__q_', 'swap-column-names public."Odd ""T"""."%s ''q'' $$"') IS FALSE AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p WHERE p.schemaname = 'public' AND p.tablename = 'Odd "T"') AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace JOIN pg_catalog.pg_class AS t ON t.oid = pg_catalog.to_regclass('public."Odd ""T"""') JOIN pg_catalog.pg_type AS y ON y.oid = t.reltype WHERE l.lanname NOT IN ('c', 'internal') AND n.nspname NOT IN ('phasegate', 'pg_catalog', 'information_schema') AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid AND e.deptype = 'e') AND (p.prosrc ~* '(^|[^[:alnum:]_$])\%s\ \''q\''\ \$\$($|[^[:alnum:]_$])' OR p.prosrc ~* '(^|[^[:alnum:]_$])we\"\"ird\;\ \-\-($|[^[:alnum:]_$])') AND (p.prosrc ~* '(^|[^[:alnum:]_$])Odd\ \"\"T\"\"($|[^[:alnum:]_$])' OR EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = t.oid AND g.tgfoid = p.oid) OR EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray))) AND pg_catalog.strpos(p.prosrc, 'public."Odd ""T"""."we""ird; --".named') = 0 AND pg_catalog.strpos(p.prosrc, 'public."Odd ""T"""."%s ''''q'''' $$".named') = 0)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the columns %s ''q'' $$ → we"ird; --, we"ird; -- → %s ''q'' $$ of public."Odd ""T""" do not have the names that were noted, or a function spells one of them without asking phasegate.open, or the table is published';
    END IF;
    ALTER TABLE public."Odd ""T""" RENAME COLUMN "%s 'q' $$" TO "zz_phasegate_%s 'q' $$";
    ALTER TABLE public."Odd ""T""" RENAME COLUMN "we""ird; --" TO "%s 'q' $$";
    ALTER TABLE public."Odd ""T""" RENAME COLUMN "zz_phasegate_%s 'q' $$" TO "we""ird; --";
    ALTER SEQUENCE public."Odd ""T""_we""ird; --_seq" RENAME TO "Odd ""T""_%s 'q' $$_seq";
  END IF;
END
$phasegate$;
RESET statement_timeout;
