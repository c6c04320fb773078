-- phasegate: undo contract (retire)
-- rollout: rewrite_table_a_ddress_etc, plan d105ef36
-- what: make cache unlogged
--   locks: ACCESS EXCLUSIVE on public.cache (all wait, rewrites)
--   undo: yes
--   note: writes rows unknown (never analysed), 0.0 MB with indexes anew while everybody waits
--   note: from then on a crash empties the table, and a replica cannot read it
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.cache') AND c.relpersistence = 'u')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rewrite_table_a_ddress_etc",
  "plan_id": "d105ef36",
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
  -- undo: make cache unlogged
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.cache SET LOGGED;
  END IF;
END
$phasegate$;
RESET statement_timeout;
