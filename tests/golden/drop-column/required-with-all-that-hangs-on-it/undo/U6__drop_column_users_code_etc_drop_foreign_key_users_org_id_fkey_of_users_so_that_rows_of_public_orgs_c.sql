-- phasegate: undo validate (open)
-- rollout: drop_column_users_code_etc, plan db9cd2fb
-- what: drop foreign key users_org_id_fkey of users, so that rows of public.orgs can go
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.orgs (all wait, instant)
--   undo: yes
--   note: stops both tables for an instant; undo scans public.users (rows unknown (never analysed), 0.1 MB with indexes) while writes to both wait, within statement_timeout
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_org_id_fkey')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_code_etc",
  "plan_id": "db9cd2fb",
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
      "sql": "SELECT count(*) FROM ONLY public.users AS c WHERE c.org_id IS NOT NULL AND NOT EXISTS (SELECT FROM ONLY public.orgs AS p WHERE p.id = c.org_id)",
      "what": "rows whose values only the next version could have written (drop foreign key users_org_id_fkey of users, so that rows of public.orgs can go)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: drop foreign key users_org_id_fkey of users, so that rows of public.orgs can go
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ADD CONSTRAINT users_org_id_fkey FOREIGN KEY (org_id) references public.orgs(id);
    COMMENT ON CONSTRAINT users_org_id_fkey ON public.users IS 'who pays';
  END IF;
END
$phasegate$;
RESET statement_timeout;
