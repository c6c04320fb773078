-- phasegate: undo expand
-- rollout: move_column_profiles_phone, plan e2eb19e9
-- what: add column profiles.phone
--   locks: ACCESS EXCLUSIVE on public.profiles (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.profiles') AND a.attname = 'phone' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_profiles_phone",
  "plan_id": "e2eb19e9",
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
  -- undo: add column profiles.phone
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.profiles DROP COLUMN phone;
  END IF;
END
$phasegate$;
RESET statement_timeout;
