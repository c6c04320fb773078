-- phasegate: undo contract (retire)
-- rollout: drop_table_logins, plan f2731fe2
-- what: retire table public.logins by renaming
--   locks: ACCESS EXCLUSIVE on public.logins (all wait, instant)
--   undo: yes
--   verify: NOT pg_catalog.to_regclass('public.logins') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_table_logins",
  "plan_id": "f2731fe2",
  "environment": "default",
  "phase": "contract",
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
  "part": "retire",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: retire table public.logins by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.zz_phasegate_logins RENAME TO logins;
  END IF;
END
$phasegate$;
RESET statement_timeout;
