-- phasegate: undo contract (retire)
-- rollout: rename_schema_crm, plan 8de3af7b
-- what: rename schema people to crm; views keep the old names
--   locks: EXCLUSIVE on people.users (writes wait, instant)
--   undo: yes
--   note: no table and no row is changed; reads go on, writes of tables with foreign keys wait for an instant
--   note: what stores names as text cannot be seen (sessions with a search_path of their own, clients, jobs): views serve the old names until they are dropped
--   note: from here on the old names fail of domain people.rank
--   verify: (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])) = 1
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_crm",
  "plan_id": "8de3af7b",
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
  -- undo: rename schema people to crm; views keep the old names
  IF (false) IS NOT TRUE THEN
    DO $exchange$
BEGIN
  -- run twice, it must not exchange them again
  IF (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])) = 1 THEN
    LOCK TABLE ONLY crm.users IN EXCLUSIVE MODE;
    ALTER SCHEMA people RENAME TO zz_phasegate_crm;
    ALTER SCHEMA crm RENAME TO people;
    ALTER SCHEMA zz_phasegate_crm RENAME TO crm;
  END IF;
END
$exchange$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
