-- phasegate: undo expand
-- rollout: rewrite_table_a_ddress_etc, plan d105ef36
-- what: make a;ddress logged
--   locks: ACCESS EXCLUSIVE on public."a;ddress" (all wait, rewrites)
--   undo: yes
--   note: writes rows unknown (never analysed), 0.0 MB with indexes anew while everybody waits
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public."a;ddress"') AND c.relpersistence = 'p')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rewrite_table_a_ddress_etc",
  "plan_id": "d105ef36",
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
  -- undo: make a;ddress logged
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public."a;ddress" SET UNLOGGED;
  END IF;
END
$phasegate$;
RESET statement_timeout;
