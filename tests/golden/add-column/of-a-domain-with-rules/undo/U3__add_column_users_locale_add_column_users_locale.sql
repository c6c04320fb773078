-- phasegate: undo expand
-- rollout: add_column_users_locale, plan 47f8d6b0
-- what: add column users.locale
--   locks: ACCESS EXCLUSIVE on public.users (all wait, rewrites)
--   undo: yes
--   note: writes rows unknown (never analysed), 0.0 MB with indexes anew while everybody waits: the type is a domain with rules or a default of its own
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'locale' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_users_locale",
  "plan_id": "47f8d6b0",
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
      "sql": "SELECT count(*) FROM public.users WHERE locale IS DISTINCT FROM 'en'",
      "what": "rows whose values only the next version could have written (add column users.locale)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add column users.locale
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN locale;
  END IF;
END
$phasegate$;
RESET statement_timeout;
