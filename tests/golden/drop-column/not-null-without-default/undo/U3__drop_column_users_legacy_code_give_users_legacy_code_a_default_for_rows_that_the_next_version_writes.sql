-- phasegate: undo expand
-- rollout: drop_column_users_legacy_code, plan 988a0238
-- what: give users.legacy_code a default for rows that the next version writes
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'legacy_code' AND NOT a.attisdropped AND a.atthasdef) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'legacy_code' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_legacy_code",
  "plan_id": "988a0238",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: give users.legacy_code a default for rows that the next version writes
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ALTER COLUMN legacy_code DROP DEFAULT;
  END IF;
END
$phasegate$;
RESET statement_timeout;
