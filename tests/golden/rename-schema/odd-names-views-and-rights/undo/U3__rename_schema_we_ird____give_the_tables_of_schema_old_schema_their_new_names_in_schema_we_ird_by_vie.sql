-- phasegate: undo expand
-- rollout: rename_schema_we_ird____, plan 98e14308
-- what: give the tables of schema "Old ""Schema""; --" their new names in schema "we""ird; --" by views
--   locks: ACCESS SHARE on "Old ""Schema""; --"."some 't'able" (nobody waits, instant)
--   undo: yes
--   verify: (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we"ird; --' AND c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1 OR (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we"ird; --' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_we_ird____",
  "plan_id": "98e14308",
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
  -- undo: give the tables of schema "Old ""Schema""; --" their new names in schema "we""ird; --" by views
  IF (false) IS NOT TRUE THEN
    DROP VIEW IF EXISTS "we""ird; --"."some 't'able";
    DROP SCHEMA IF EXISTS "we""ird; --";
  END IF;
END
$phasegate$;
RESET statement_timeout;
