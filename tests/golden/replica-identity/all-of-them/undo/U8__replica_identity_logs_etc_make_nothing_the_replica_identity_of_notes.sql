-- phasegate: undo contract (retire)
-- rollout: replica_identity_logs_etc, plan 1c1b5624
-- what: make nothing the replica identity of notes
--   locks: ACCESS EXCLUSIVE on public.notes (all wait, instant)
--   undo: yes
--   note: what logical replication and change capture get of the old row changes: look at what reads it
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.notes') AND c.relreplident = 'n')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replica_identity_logs_etc",
  "plan_id": "1c1b5624",
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
  -- undo: make nothing the replica identity of notes
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.notes REPLICA IDENTITY DEFAULT;
  END IF;
END
$phasegate$;
RESET statement_timeout;
