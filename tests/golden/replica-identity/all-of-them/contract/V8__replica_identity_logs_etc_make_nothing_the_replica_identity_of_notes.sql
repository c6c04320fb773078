-- phasegate: do contract (retire)
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
  "direction": "do",
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
  "sessions": false,
  "tables": [
    "public.logs",
    "public.notes",
    "public.users"
  ],
  "touches": [
    "table public.logs",
    "table public.notes",
    "table public.users"
  ],
  "fingerprint": "a399dbd3a5ef3a103af48d4fadc20f6e",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.logs') AND c.relreplident = 'd')",
      "otherwise": "the replica identity of public.logs is not the default"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = pg_catalog.to_regclass('public.\"users; key\"') AND i.indisreplident AND c.relreplident = 'i')",
      "otherwise": "the replica identity of public.users is not users; key"
    }
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- make nothing the replica identity of notes
  IF (EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.notes') AND c.relreplident = 'n')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables AS p JOIN pg_catalog.pg_publication AS b ON b.pubname = p.pubname WHERE p.schemaname = 'public' AND p.tablename = 'notes' AND (b.pubupdate OR b.pubdelete))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a publication sends updates or deletes of public.notes, which would fail without a replica identity';
    END IF;
    ALTER TABLE public.notes REPLICA IDENTITY NOTHING;
  END IF;
END
$phasegate$;
RESET statement_timeout;
