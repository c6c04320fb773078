-- phasegate: undo expand
-- rollout: cluster_on_logs_etc, plan 8af0b935
-- what: no index orders logs any more
--   locks: SHARE UPDATE EXCLUSIVE on public.logs (nobody waits, instant)
--   undo: yes
--   note: moves no row: that takes CLUSTER, which locks everybody out
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indrelid = pg_catalog.to_regclass('public.logs') AND i.indisclustered)
-- what: order users by users_pkey whenever it is clustered
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: yes
--   note: moves no row: that takes CLUSTER, which locks everybody out
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_pkey') AND i.indisclustered)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "cluster_on_logs_etc",
  "plan_id": "8af0b935",
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
  -- undo: order users by users_pkey whenever it is clustered
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users CLUSTER ON users_email_idx;
  END IF;
  -- undo: no index orders logs any more
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.logs CLUSTER ON logs_pkey;
  END IF;
END
$phasegate$;
RESET statement_timeout;
