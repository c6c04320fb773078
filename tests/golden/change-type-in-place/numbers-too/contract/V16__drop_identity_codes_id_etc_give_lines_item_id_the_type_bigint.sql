-- phasegate: do contract (swap)
-- rollout: drop_identity_codes_id_etc, plan a1613612
-- what: give lines.item_id the type bigint
--   locks: ACCESS EXCLUSIVE on public.lines (all wait, rewrites); ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: yes
--   note: prepared statements that return the column fail with "cached plan must not change result type" until they are prepared again
--   note: rewrites the table or builds its indexes under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.0 MB with indexes), which must not exceed 32 MB where the file runs
--   verify: COALESCE(phasegate.column_type('public.lines', 'item_id') = 'bigint', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_codes_id_etc",
  "plan_id": "a1613612",
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
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))",
      "otherwise": "column public.items.id has no identity"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.lines_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = ''))",
      "otherwise": "column public.lines.id has no sequence of its own"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.codes', 'id') = 'integer', false)",
      "otherwise": "column public.codes.id does not have the type integer"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.items', 'id') = 'bigint', false)",
      "otherwise": "column public.items.id does not have the type bigint"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.lines', 'id') = 'bigint', false)",
      "otherwise": "column public.lines.id does not have the type bigint"
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
    "constraint public.lines.lines_item_id_fkey"
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
  -- give lines.item_id the type bigint
  IF (COALESCE(phasegate.column_type('public.lines', 'item_id') = 'bigint', false)) IS NOT TRUE THEN
    IF (pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.lines')) <= 33554432 AND pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.items')) <= 33554432) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'public.lines, or a table that a foreign key joins to it, has grown too large to be rewritten while everybody waits: plan again';
    END IF;
    LOCK TABLE public.lines IN ACCESS EXCLUSIVE MODE;
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
  rows_left constant bigint := (SELECT phasegate.rows_lost('public.lines', '(SELECT (item_id::integer)::integer FROM (SELECT (item_id::bigint)::bigint AS item_id) AS phasegate_there) IS NOT DISTINCT FROM item_id'));
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.lines have a value in item_id that does not come back the same from bigint', HINT = 'change these values, or give the new type to a column of another name, with backfill and reverse';
  END IF;
END
$proof$;
    ALTER TABLE public.lines ALTER COLUMN item_id TYPE bigint USING item_id::bigint;
    ANALYZE public.lines (item_id);
  END IF;
END
$phasegate$;
RESET statement_timeout;
