-- phasegate: do expand
-- rollout: change_type_in_place_items_amoun_etc, plan 9b68f172
-- what: prove that no value of items.score is lost in numeric(8,2)
--   locks: ACCESS SHARE on public.items (nobody waits, scans)
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
  "rollout": "change_type_in_place_items_amoun_etc",
  "plan_id": "9b68f172",
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
    "public.items",
    "public.lines"
  ],
  "touches": [
    "constraint public.items.items_amount_check",
    "column public.items.amount",
    "column public.items.code",
    "column public.items.id",
    "column public.items.score",
    "index public.items_amount_idx"
  ],
  "fingerprint": "4d643699fa3c327b39d0134cef6612f7",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that no value of items.score is lost in numeric(8,2)
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT phasegate.rows_lost('public.items', '(SELECT (score::smallint)::smallint FROM (SELECT (score::numeric(8,2))::numeric(8,2) AS score) AS phasegate_there) IS NOT DISTINCT FROM score'));
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.items have a value in score that does not come back the same from numeric(8,2)', HINT = 'change these values, or give the new type to a column of another name, with backfill and reverse';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
