-- phasegate: undo contract (retire)
-- rollout: rename_schema_we_ird____, plan 98e14308
-- what: rename schema "Old ""Schema""; --" to we"ird; --; views keep the old names
--   locks: none on relations
--   undo: yes
--   note: no table and no row is changed; nobody waits
--   note: what stores names as text cannot be seen (sessions with a search_path of their own, clients, jobs): views serve the old names until they are dropped
--   verify: (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we"ird; --' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_we_ird____",
  "plan_id": "98e14308",
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
  -- undo: rename schema "Old ""Schema""; --" to we"ird; --; views keep the old names
  IF (false) IS NOT TRUE THEN
    DO $exchange$
BEGIN
  -- run twice, it must not exchange them again
  IF (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we"ird; --' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1 THEN
    ALTER SCHEMA "Old ""Schema""; --" RENAME TO "zz_phasegate_we""ird; --";
    ALTER SCHEMA "we""ird; --" RENAME TO "Old ""Schema""; --";
    ALTER SCHEMA "zz_phasegate_we""ird; --" RENAME TO "we""ird; --";
  END IF;
END
$exchange$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
