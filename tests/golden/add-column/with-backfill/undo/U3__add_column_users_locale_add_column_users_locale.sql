-- phasegate: undo expand
-- rollout: add_column_users_locale, plan 6cf8714b
-- what: add column users.locale
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'locale' AND NOT a.attisdropped)
-- what: keep locale filled on users (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_locale' AND g.tgenabled IN ('O', 'A'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_users_locale",
  "plan_id": "6cf8714b",
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
      "sql": "SELECT CASE WHEN EXISTS (SELECT FROM phasegate.marker AS m WHERE (m.application = 'app' AND phasegate.compare_versions(m.version, '2.0.0', 'semver') >= 0)) THEN (SELECT count(*) FROM public.users AS t CROSS JOIN LATERAL phasegate.up_public_users_locale(t.email) AS u WHERE (t.locale IS NOT NULL) AND (t.locale IS DISTINCT FROM u.phasegate_up_1)) ELSE 0 END",
      "what": "rows whose values only the next version could have written (keep locale filled on users (trigger))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: keep locale filled on users (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_users_locale ON public.users;
    DROP FUNCTION IF EXISTS phasegate.sync_public_users_locale();
    DROP FUNCTION IF EXISTS phasegate.up_public_users_locale(text);
  END IF;
  -- undo: add column users.locale
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN locale;
  END IF;
END
$phasegate$;
RESET statement_timeout;
