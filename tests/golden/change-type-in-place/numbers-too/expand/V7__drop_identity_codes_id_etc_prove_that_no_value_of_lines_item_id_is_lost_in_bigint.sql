-- phasegate: do expand
-- rollout: drop_identity_codes_id_etc, plan a1613612
-- what: prove that no value of lines.item_id is lost in bigint
--   locks: ACCESS SHARE on public.lines (nobody waits, scans)
--   undo: nothing needed: it only looks
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_codes_id_etc",
  "plan_id": "a1613612",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.codes",
    "public.items",
    "public.lines"
  ],
  "touches": [
    "column public.codes.id",
    "column public.items.id",
    "column public.lines.id",
    "column public.lines.item_id",
    "constraint public.lines.lines_item_id_fkey",
    "sequence public.items_id_seq",
    "sequence public.lines_id_seq",
    "sequence public.zz_phasegate_items_id_seq"
  ],
  "fingerprint": "62858f2f86a323a2090083d222ba285f",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a')",
      "otherwise": "column public.codes.id takes no number of the application"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that no value of lines.item_id is lost in bigint
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT phasegate.rows_lost('public.lines', '(SELECT (item_id::integer)::integer FROM (SELECT (item_id::bigint)::bigint AS item_id) AS phasegate_there) IS NOT DISTINCT FROM item_id'));
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.lines have a value in item_id that does not come back the same from bigint', HINT = 'change these values, or give the new type to a column of another name, with backfill and reverse';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
