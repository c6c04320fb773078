-- phasegate: undo validate (open)
-- rollout: rename_index_users_users___email_etc, plan 406b9363
-- what: rename index users_key to users_email_key
--   locks: SHARE UPDATE EXCLUSIVE on public.users.users_key (nobody waits, instant)
--   undo: yes
--   note: the errors of duplicates name the index, so it keeps its name as long as the running version may read it there
--   verify: pg_catalog.to_regclass('public.users_email_key') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_index_users_users___email_etc",
  "plan_id": "406b9363",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: rename index users_key to users_email_key
  IF (false) IS NOT TRUE THEN
    COMMENT ON INDEX public.users_email_key IS 'old';
    ALTER INDEX public.users_email_key RENAME TO users_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
