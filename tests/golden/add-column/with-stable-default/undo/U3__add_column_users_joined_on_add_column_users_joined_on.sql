-- phasegate: undo expand
-- rollout: add_column_users_joined_on, plan 79620942
-- what: add column users.joined_on
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'joined_on' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_users_joined_on",
  "plan_id": "79620942",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "losses": [
    {
      "sql": "SELECT CASE WHEN EXISTS (SELECT FROM phasegate.marker AS m WHERE (m.application = 'app' AND phasegate.compare_versions(m.version, '2.0.0', 'semver') >= 0)) THEN (SELECT count(*) FROM public.users WHERE joined_on IS NOT NULL) ELSE 0 END",
      "what": "rows whose values only the next version could have written (add column users.joined_on)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add column users.joined_on
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN joined_on;
  END IF;
END
$phasegate$;
RESET statement_timeout;
