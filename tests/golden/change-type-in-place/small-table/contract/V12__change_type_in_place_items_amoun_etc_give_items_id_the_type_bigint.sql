-- phasegate: do contract (swap)
-- rollout: change_type_in_place_items_amoun_etc, plan 9b68f172
-- what: give items.id the type bigint
--   locks: ACCESS EXCLUSIVE on public.items (all wait, rewrites); ACCESS EXCLUSIVE on public.lines (all wait, instant)
--   undo: yes
--   note: prepared statements that return the column fail with "cached plan must not change result type" until they are prepared again
--   note: rewrites the table or builds its indexes under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.0 MB with indexes), which must not exceed 32 MB where the file runs
--   verify: COALESCE(phasegate.column_type('public.items', 'id') = 'bigint', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_in_place_items_amoun_etc",
  "plan_id": "9b68f172",
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
  "part": "swap",
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
  "conditions": [
    {
      "sql": "COALESCE(phasegate.column_type('public.items', 'amount') = 'bigint', false)",
      "otherwise": "column public.items.amount does not have the type bigint"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.items', 'code') = 'integer', false)",
      "otherwise": "column public.items.code does not have the type integer"
    }
  ],
  "locks": [
    {
      "table": "public.items",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.lines",
      "mode": "ACCESS EXCLUSIVE"
    }
  ],
  "unproven": [
    "constraint public.items.items_amount_check"
  ],
  "soak_seconds": 0,
  "asks_reprepare": true,
  "clients_reprepare": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- give items.id the type bigint
  IF (COALESCE(phasegate.column_type('public.items', 'id') = 'bigint', false)) IS NOT TRUE THEN
    IF (pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.items')) <= 33554432 AND pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.lines')) <= 33554432) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'public.items, or a table that a foreign key joins to it, has grown too large to be rewritten while everybody waits: plan again';
    END IF;
    LOCK TABLE public.items IN ACCESS EXCLUSIVE MODE;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM pg_catalog.pg_stat_activity AS a WHERE a.backend_type = 'client backend' AND a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND a.backend_xmin IS NOT NULL AND (a.state = 'idle in transaction' OR a.query_start < pg_catalog.clock_timestamp() - interval '5 s'));
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' sessions hold a snapshot from before, and would see the rewritten table without rows', HINT = 'wait until their transactions end, or end them, and run this file again';
  END IF;
END
$proof$;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT phasegate.rows_lost('public.items', '(SELECT (id::integer)::integer FROM (SELECT (id::bigint)::bigint AS id) AS phasegate_there) IS NOT DISTINCT FROM id'));
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.items have a value in id that does not come back the same from bigint', HINT = 'change these values, or give the new type to a column of another name, with backfill and reverse';
  END IF;
END
$proof$;
    ALTER TABLE public.items ALTER COLUMN id TYPE bigint USING id::bigint;
    ALTER SEQUENCE public.items_id_seq AS bigint;
    ANALYZE public.items (id);
  END IF;
END
$phasegate$;
RESET statement_timeout;
