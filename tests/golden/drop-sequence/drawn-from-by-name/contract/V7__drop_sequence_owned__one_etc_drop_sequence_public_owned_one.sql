-- phasegate: do contract (drop)
-- rollout: drop_sequence_owned__one_etc, plan f67052e8
-- what: drop sequence public."owned; one"
--   locks: ACCESS EXCLUSIVE on public."zz_phasegate_owned; one" (all wait, instant)
--   undo: IMPOSSIBLE: the last number of public."owned; one" is gone
--   verify: NOT pg_catalog.to_regclass('public."zz_phasegate_owned; one"') IS NOT NULL
-- what: drop sequence public.ticket_numbers
--   locks: ACCESS EXCLUSIVE on public.zz_phasegate_ticket_numbers (all wait, instant)
--   undo: IMPOSSIBLE: the last number of public.ticket_numbers is gone
--   verify: NOT pg_catalog.to_regclass('public.zz_phasegate_ticket_numbers') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_sequence_owned__one_etc",
  "plan_id": "f67052e8",
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
  "part": "drop",
  "sessions": false,
  "tables": [],
  "touches": [
    "sequence public.\"owned; one\"",
    "sequence public.ticket_numbers",
    "sequence public.\"zz_phasegate_owned; one\"",
    "sequence public.zz_phasegate_ticket_numbers"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "NOT pg_catalog.to_regclass('public.\"owned; one\"') IS NOT NULL",
      "otherwise": "sequence public.\"owned; one\" is still there"
    },
    {
      "sql": "NOT pg_catalog.to_regclass('public.ticket_numbers') IS NOT NULL",
      "otherwise": "sequence public.ticket_numbers is still there"
    }
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "sequence public.\"owned; one\"",
    "sequence public.ticket_numbers"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop sequence public."owned; one"
  IF (NOT pg_catalog.to_regclass('public."zz_phasegate_owned; one"') IS NOT NULL) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass('public."zz_phasegate_owned; one"') AND d.deptype = 'n')) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a default, view or function still draws from the retired sequence public."zz_phasegate_owned; one"';
    END IF;
    DROP SEQUENCE public."zz_phasegate_owned; one";
  END IF;
  -- drop sequence public.ticket_numbers
  IF (NOT pg_catalog.to_regclass('public.zz_phasegate_ticket_numbers') IS NOT NULL) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass('public.zz_phasegate_ticket_numbers') AND d.deptype = 'n')) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a default, view or function still draws from the retired sequence public.zz_phasegate_ticket_numbers';
    END IF;
    DROP SEQUENCE public.zz_phasegate_ticket_numbers;
  END IF;
END
$phasegate$;
RESET statement_timeout;
