-- phasegate: undo contract (swap)
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
  "direction": "undo",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let columns of tasks change names: author → owner, owner → keeper
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.tasks RENAME COLUMN owner TO author;
    ALTER TABLE public.tasks RENAME COLUMN keeper TO owner;
  END IF;
END
$phasegate$;
RESET statement_timeout;
