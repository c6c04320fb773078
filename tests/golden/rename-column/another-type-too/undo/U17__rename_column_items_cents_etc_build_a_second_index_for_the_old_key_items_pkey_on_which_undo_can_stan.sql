-- phasegate: undo contract (retire)
-- rollout: rename_column_items_cents_etc, plan 96de6ef4
-- what: build a second index for the old key items_pkey, on which undo can stand
--   locks: SHARE UPDATE EXCLUSIVE on public.items (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_back_items_pkey') AND i.indrelid = pg_catalog.to_regclass('public.items') AND i.indisvalid AND i.indisready AND i.indislive) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'no' AND NOT a.attisdropped))
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_items_cents_etc",
  "plan_id": "96de6ef4",
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
  -- undo: build a second index for the old key items_pkey, on which undo can stand
  IF (false) IS NOT TRUE THEN
    DROP INDEX IF EXISTS public.zz_phasegate_back_items_pkey;
  END IF;
END
$phasegate$;
RESET statement_timeout;
