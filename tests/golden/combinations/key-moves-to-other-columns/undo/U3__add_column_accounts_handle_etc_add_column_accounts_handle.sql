-- phasegate: undo expand
-- rollout: add_column_accounts_handle_etc, plan f4e4d7e0
-- what: add column accounts.handle
--   locks: ACCESS EXCLUSIVE on public.accounts (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'handle' AND NOT a.attisdropped)
-- what: keep handle filled on accounts (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.accounts (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_handle' AND g.tgenabled IN ('O', 'A'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_accounts_handle_etc",
  "plan_id": "f4e4d7e0",
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
      "sql": "SELECT CASE WHEN EXISTS (SELECT FROM phasegate.marker AS m WHERE (m.application = 'app' AND phasegate.compare_versions(m.version, '2.0.0', 'semver') >= 0)) THEN (SELECT count(*) FROM public.accounts AS t CROSS JOIN LATERAL phasegate.up_public_accounts_handle(t.id) AS u WHERE (t.handle IS NOT NULL) AND (t.handle IS DISTINCT FROM u.phasegate_up_1)) ELSE 0 END",
      "what": "rows whose values only the next version could have written (keep handle filled on accounts (trigger))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: keep handle filled on accounts (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_accounts_handle ON public.accounts;
    DROP FUNCTION IF EXISTS phasegate.sync_public_accounts_handle();
    DROP FUNCTION IF EXISTS phasegate.up_public_accounts_handle(bigint);
  END IF;
  -- undo: add column accounts.handle
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.accounts DROP COLUMN handle;
  END IF;
END
$phasegate$;
RESET statement_timeout;
