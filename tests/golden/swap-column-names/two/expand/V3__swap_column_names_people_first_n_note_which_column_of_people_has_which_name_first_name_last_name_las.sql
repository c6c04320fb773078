-- phasegate: do expand
-- rollout: swap_column_names_people_first_n, plan 1c87054f
-- what: note which column of people has which name: first_name → last_name, last_name → first_name
--   locks: ACCESS SHARE on public.people (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_people_first_n', 'swap-column-names public.people.first_name'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_people_first_n",
  "plan_id": "1c87054f",
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- note which column of people has which name: first_name → last_name, last_name → first_name
  IF (EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_people_first_n', 'swap-column-names public.people.first_name'))) IS NOT TRUE THEN
    LOCK TABLE public.people IN ACCESS SHARE MODE;
    INSERT INTO phasegate.column_names (rollout, change, table_schema, table_name, relation, names, becomes)
    SELECT 'swap_column_names_people_first_n', 'swap-column-names public.people.first_name', 'public', 'people', pg_catalog.min(a.attrelid), pg_catalog.array_agg(c.name ORDER BY a.attnum), pg_catalog.array_agg(c.becomes ORDER BY a.attnum)
    FROM ROWS FROM (pg_catalog.unnest(ARRAY['first_name', 'last_name']::pg_catalog.text[]), pg_catalog.unnest(ARRAY['last_name', 'first_name']::pg_catalog.text[])) AS c (name, becomes)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = c.name AND NOT a.attisdropped
    HAVING pg_catalog.count(*) = 2;
  END IF;
END
$phasegate$;
RESET statement_timeout;
