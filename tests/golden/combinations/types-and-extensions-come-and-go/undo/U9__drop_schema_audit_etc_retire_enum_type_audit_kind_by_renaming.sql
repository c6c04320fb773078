-- phasegate: undo contract (retire)
-- rollout: drop_schema_audit_etc, plan 820a9a05
-- what: retire enum type audit.kind by renaming
--   locks: none on relations
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'audit' AND t.typname = 'kind')
-- what: retire enum type public.colour by renaming
--   locks: none on relations
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'colour')
-- what: retire table audit.events by renaming
--   locks: ACCESS EXCLUSIVE on audit.events (all wait, instant)
--   undo: yes
--   verify: NOT pg_catalog.to_regclass('audit.events') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_schema_audit_etc",
  "plan_id": "820a9a05",
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
  -- undo: retire table audit.events by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE audit.zz_phasegate_events RENAME TO events;
  END IF;
  -- undo: retire enum type public.colour by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TYPE public.zz_phasegate_colour RENAME TO colour;
  END IF;
  -- undo: retire enum type audit.kind by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TYPE audit.zz_phasegate_kind RENAME TO kind;
  END IF;
END
$phasegate$;
RESET statement_timeout;
