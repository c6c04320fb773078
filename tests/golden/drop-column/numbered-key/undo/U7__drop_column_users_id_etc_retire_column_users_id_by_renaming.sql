-- phasegate: undo contract (retire)
-- rollout: drop_column_users_id_etc, plan d1a59e2f
-- what: retire column users.id by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'id' AND NOT a.attisdropped)
-- what: retire column users.kind by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'kind' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_id_etc",
  "plan_id": "d1a59e2f",
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
  "part": "retire",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: retire column users.kind by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_kind TO kind;
  END IF;
  -- undo: retire column users.id by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_id TO id;
  END IF;
END
$phasegate$;
RESET statement_timeout;
