-- phasegate: undo expand
-- rollout: create_table_profiles_etc, plan 037744e7
-- what: create table public.profiles
--   locks: none on relations
--   undo: yes
--   note: a new table: no version of any application uses it yet
--   verify: pg_catalog.to_regclass('public.profiles') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_table_profiles_etc",
  "plan_id": "037744e7",
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
      "sql": "SELECT count(*) FROM public.profiles",
      "what": "rows whose values only the next version could have written (create table public.profiles)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: create table public.profiles
  IF (false) IS NOT TRUE THEN
    DROP TABLE public.profiles;
  END IF;
END
$phasegate$;
RESET statement_timeout;
