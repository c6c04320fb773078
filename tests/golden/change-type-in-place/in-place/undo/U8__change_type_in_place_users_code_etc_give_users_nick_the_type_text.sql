-- phasegate: undo contract (swap)
-- rollout: change_type_in_place_users_code_etc, plan d1c2ef9c
-- what: give users.nick the type text
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant); ACCESS EXCLUSIVE on public.long_nicks (all wait, instant); ACCESS EXCLUSIVE on public.nicks (all wait, instant)
--   undo: yes
--   note: set aside and put back in the same transaction, with owners, rights, options, defaults and comments: policy public.users."by; nick", rule public.users.users_rule, trigger public.users.users_nick, view public.long_nicks, view public.nicks
--   note: prepared statements that return the column fail with "cached plan must not change result type" until they are prepared again
--   note: changes the catalog only; undo rewrites the table under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.0 MB with indexes), within statement_timeout
--   verify: COALESCE(phasegate.column_type('public.users', 'nick') = 'text', false)
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
      "sql": "SELECT count(*) FROM public.users WHERE ((nick::character varying(12)::text) IS NOT DISTINCT FROM nick) IS NOT TRUE",
      "what": "rows whose values only the next version could have written (give users.nick the type text)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: give users.nick the type text
  IF (false) IS NOT TRUE THEN
    CALL phasegate.set_aside('public.users', ARRAY['nick']);
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
    ALTER TABLE public.users DROP CONSTRAINT IF EXISTS users_nick_check;
    ALTER TABLE public.users ALTER COLUMN nick DROP DEFAULT,
      ALTER COLUMN nick TYPE character varying(12),
      ALTER COLUMN nick SET DEFAULT 'nobody'::character varying;
    ALTER TABLE public.users ADD CONSTRAINT users_nick_check CHECK (((nick)::text <> ''::text));
    COMMENT ON CONSTRAINT users_nick_check ON public.users IS 'it''s said';
    CALL phasegate.put_back('public.users');
  END IF;
END
$phasegate$;
RESET statement_timeout;
