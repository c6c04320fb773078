-- phasegate: undo validate (open)
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: drop the check users_email_check of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: undo scans the table under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.1 MB with indexes), within statement_timeout; on a large table, plan the way back as an add-check instead
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.accounts') AND c.conname = 'users_email_check') ELSE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_email_check') END
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts_etc",
  "plan_id": "a4432976",
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
  "part": "open",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.users WHERE ((email <> ''::text)) IS FALSE",
      "what": "rows whose values only the next version could have written (drop the check users_email_check of users)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop the check users_email_check of users
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ADD CONSTRAINT users_email_check CHECK ((email <> ''::text));
  END IF;
END
$phasegate$;
RESET statement_timeout;
