-- phasegate: undo expand
-- rollout: replica_identity_logs_etc, plan 1c1b5624
-- what: make users; key the replica identity of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: what logical replication and change capture get of the old row changes: look at what reads it
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = pg_catalog.to_regclass('public."users; key"') AND i.indisreplident AND c.relreplident = 'i')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replica_identity_logs_etc",
  "plan_id": "1c1b5624",
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
  -- undo: make users; key the replica identity of users
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users REPLICA IDENTITY FULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
