-- phasegate: undo contract (swap)
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
  -- undo: let columns of people change names: first_name → last_name, last_name → first_name
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.people RENAME COLUMN last_name TO zz_phasegate_first_name;
    ALTER TABLE public.people RENAME COLUMN first_name TO last_name;
    ALTER TABLE public.people RENAME COLUMN zz_phasegate_first_name TO first_name;
  END IF;
END
$phasegate$;
RESET statement_timeout;
