-- phasegate: do expand
-- rollout: swap_column_names_tasks_keeper, plan ab7f981a
-- what: note which column of tasks has which name: author → owner, owner → keeper
--   locks: ACCESS SHARE on public.tasks (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "swap_column_names_tasks_keeper",
  "plan_id": "ab7f981a",
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
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- note which column of tasks has which name: author → owner, owner → keeper
  IF (EXISTS (SELECT FROM phasegate.column_names AS n WHERE (rollout, change) = ('swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author'))) IS NOT TRUE THEN
    LOCK TABLE public.tasks IN ACCESS SHARE MODE;
    INSERT INTO phasegate.column_names (rollout, change, table_schema, table_name, relation, names, becomes)
    SELECT 'swap_column_names_tasks_keeper', 'swap-column-names public.tasks.author', 'public', 'tasks', pg_catalog.min(a.attrelid), pg_catalog.array_agg(c.name ORDER BY a.attnum), pg_catalog.array_agg(c.becomes ORDER BY a.attnum)
    FROM ROWS FROM (pg_catalog.unnest(ARRAY['author', 'owner']::pg_catalog.text[]), pg_catalog.unnest(ARRAY['owner', 'keeper']::pg_catalog.text[])) AS c (name, becomes)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = pg_catalog.to_regclass('public.tasks') AND a.attname = c.name AND NOT a.attisdropped
    HAVING pg_catalog.count(*) = 2;
  END IF;
END
$phasegate$;
RESET statement_timeout;
