-- phasegate: undo expand
-- rollout: rename_index_users_users___email_etc, plan 406b9363
-- what: rename index users_idx to Users; "email" --
--   locks: SHARE UPDATE EXCLUSIVE on public.users.users_idx (nobody waits, instant)
--   undo: yes
--   verify: pg_catalog.to_regclass('public."Users; ""email"" --"') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_index_users_users___email_etc",
  "plan_id": "406b9363",
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
  -- undo: rename index users_idx to Users; "email" --
  IF (false) IS NOT TRUE THEN
    ALTER INDEX public."Users; ""email"" --" RENAME TO users_idx;
  END IF;
END
$phasegate$;
RESET statement_timeout;
