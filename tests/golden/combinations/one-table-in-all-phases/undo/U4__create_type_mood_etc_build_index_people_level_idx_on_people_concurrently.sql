-- phasegate: undo expand
-- rollout: create_type_mood_etc, plan bb224743
-- what: build index people_level_idx on people concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.people (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   note: built before the deploy: it can fail no write of the running version
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.people_level_idx') AND i.indrelid = pg_catalog.to_regclass('public.people') AND i.indisvalid AND i.indisready AND i.indislive)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_mood_etc",
  "plan_id": "bb224743",
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
  -- undo: build index people_level_idx on people concurrently
  IF (false) IS NOT TRUE THEN
    DROP INDEX IF EXISTS public.people_level_idx;
  END IF;
END
$phasegate$;
RESET statement_timeout;
