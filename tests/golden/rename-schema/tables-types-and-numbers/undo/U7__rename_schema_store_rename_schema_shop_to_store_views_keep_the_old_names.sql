-- phasegate: undo contract (retire)
-- rollout: rename_schema_store, plan 8a92d9d5
-- what: rename schema shop to store; views keep the old names
--   locks: EXCLUSIVE on shop.orders (writes wait, instant); EXCLUSIVE on shop.users (writes wait, instant)
--   undo: yes
--   note: no table and no row is changed; reads go on, writes of tables with foreign keys wait for an instant
--   note: what stores names as text cannot be seen (sessions with a search_path of their own, clients, jobs): views serve the old names until they are dropped
--   note: from here on the old names fail of enum type shop.mood
--   verify: (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'store' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['orders', 'users']::pg_catalog.text[])) = 2
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_store",
  "plan_id": "8a92d9d5",
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
  -- undo: rename schema shop to store; views keep the old names
  IF (false) IS NOT TRUE THEN
    DO $exchange$
BEGIN
  -- run twice, it must not exchange them again
  IF (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'store' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['orders', 'users']::pg_catalog.text[])) = 2 THEN
    LOCK TABLE ONLY store.orders, ONLY store.users IN EXCLUSIVE MODE;
    ALTER SCHEMA shop RENAME TO zz_phasegate_store;
    ALTER SCHEMA store RENAME TO shop;
    ALTER SCHEMA zz_phasegate_store RENAME TO store;
  END IF;
END
$exchange$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
