-- phasegate: undo contract (swap)
-- rollout: drop_identity_codes_id_etc, plan a1613612
-- what: give codes.id the type integer
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, rewrites)
--   undo: yes
--   note: prepared statements that return the column fail with "cached plan must not change result type" until they are prepared again
--   note: rewrites the table or builds its indexes under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.0 MB with indexes), which must not exceed 32 MB where the file runs
--   verify: COALESCE(phasegate.column_type('public.codes', 'id') = 'integer', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_codes_id_etc",
  "plan_id": "a1613612",
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
  "part": "swap",
  "losses": [
    {
      "sql": "SELECT phasegate.rows_lost('public.codes', '(SELECT (id::integer)::integer FROM (SELECT (id::smallint)::smallint AS id) AS phasegate_there) IS NOT DISTINCT FROM id')",
      "what": "rows whose values only the next version could have written (give codes.id the type integer)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: give codes.id the type integer
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.codes IN ACCESS EXCLUSIVE MODE;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM pg_catalog.pg_stat_activity AS a WHERE a.backend_type = 'client backend' AND a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND a.backend_xmin IS NOT NULL AND (a.state = 'idle in transaction' OR a.query_start < pg_catalog.clock_timestamp() - interval '5 s'));
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' sessions hold a snapshot from before, and would see the rewritten table without rows', HINT = 'wait until their transactions end, or end them, and run this file again';
  END IF;
END
$proof$;
    ALTER TABLE public.codes ALTER COLUMN id TYPE smallint USING id::smallint;
  END IF;
END
$phasegate$;
RESET statement_timeout;
