-- phasegate: undo contract (swap)
-- rollout: change_type_in_place_users_code_etc, plan d1c2ef9c
-- what: give users.code the type character varying(5)
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: prepared statements that return the column fail with "cached plan must not change result type" until they are prepared again
--   note: changes the catalog only; undo rewrites the table under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.0 MB with indexes), within statement_timeout
--   verify: COALESCE(phasegate.column_type('public.users', 'code') = 'character varying(5)', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_in_place_users_code_etc",
  "plan_id": "d1c2ef9c",
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
      "sql": "SELECT count(*) FROM public.users WHERE ((code::character varying(3)::character varying(5)) IS NOT DISTINCT FROM code) IS NOT TRUE",
      "what": "rows whose values only the next version could have written (give users.code the type character varying(5))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: give users.code the type character varying(5)
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.users IN ACCESS EXCLUSIVE MODE;
    DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM pg_catalog.pg_stat_activity AS a WHERE a.backend_type = 'client backend' AND a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid() AND a.backend_xmin IS NOT NULL AND (a.state = 'idle in transaction' OR a.query_start < pg_catalog.clock_timestamp() - interval '5 s'));
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' sessions hold a snapshot from before, and would see the rewritten table without rows', HINT = 'wait until their transactions end, or end them, and run this file again';
  END IF;
END
$proof$;
    ALTER TABLE public.users ALTER COLUMN code TYPE character varying(3);
  END IF;
END
$phasegate$;
RESET statement_timeout;
