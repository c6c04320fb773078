-- phasegate: undo expand
-- rollout: add_column_users_locale, plan 22b493a1
-- what: add column users.locale
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: public.users is empty (0 bytes), so locale comes without a value for old rows, and is made not null when the running version is gone
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'locale' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_users_locale",
  "plan_id": "22b493a1",
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
      "sql": "SELECT count(*) FROM public.users WHERE locale IS NOT NULL",
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
