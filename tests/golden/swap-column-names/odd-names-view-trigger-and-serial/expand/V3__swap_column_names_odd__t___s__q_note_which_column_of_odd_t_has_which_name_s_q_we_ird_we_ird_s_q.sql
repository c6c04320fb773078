-- phasegate: do expand
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- note which column of Odd "T" has which name: %s 'q' $$ → we"ird; --, we"ird; -- → %s 'q' $$
  IF (EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_odd__t___s__q_', 'swap-column-names public."Odd ""T"""."%s ''q'' $$"'))) IS NOT TRUE THEN
    LOCK TABLE public."Odd ""T""" IN ACCESS SHARE MODE;
    INSERT INTO phasegate.column_names (rollout, change, table_schema, table_name, relation, names, becomes)
    SELECT 'swap_column_names_odd__t___s__q_', 'swap-column-names public."Odd ""T"""."%s ''q'' $$"', 'public', 'Odd "T"', pg_catalog.min(a.attrelid), pg_catalog.array_agg(c.name ORDER BY a.attnum), pg_catalog.array_agg(c.becomes ORDER BY a.attnum)
    FROM ROWS FROM (pg_catalog.unnest(ARRAY['%s ''q'' $$', 'we"ird; --']::pg_catalog.text[]), pg_catalog.unnest(ARRAY['we"ird; --', '%s ''q'' $$']::pg_catalog.text[])) AS c (name, becomes)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = pg_catalog.to_regclass('public."Odd ""T"""') AND a.attname = c.name AND NOT a.attisdropped
    HAVING pg_catalog.count(*) = 2;
  END IF;
END
$phasegate$;
RESET statement_timeout;
