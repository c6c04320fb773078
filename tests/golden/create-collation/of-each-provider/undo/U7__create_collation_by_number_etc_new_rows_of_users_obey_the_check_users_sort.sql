-- phasegate: undo validate (enforce)
-- rollout: create_collation_by_number_etc, plan 36d836c4
-- what: new rows of users obey the check users_sort
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_sort')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_collation_by_number_etc",
  "plan_id": "36d836c4",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: new rows of users obey the check users_sort
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP CONSTRAINT IF EXISTS users_sort;
  END IF;
END
$phasegate$;
RESET statement_timeout;
