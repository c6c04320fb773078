-- phasegate: do contract (retire)
-- rollout: drop_sequence_owned__one_etc, plan f67052e8
-- what: retire sequence public."owned; one" by renaming
--   locks: ACCESS EXCLUSIVE on public."owned; one" (all wait, instant)
--   undo: yes
--   verify: NOT pg_catalog.to_regclass('public."owned; one"') IS NOT NULL
-- what: retire sequence public.ticket_numbers by renaming
--   locks: ACCESS EXCLUSIVE on public.ticket_numbers (all wait, instant)
--   undo: yes
--   verify: NOT pg_catalog.to_regclass('public.ticket_numbers') IS NOT NULL
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
  "part": "retire",
  "sessions": false,
  "tables": [],
  "touches": [
    "sequence public.\"owned; one\"",
    "sequence public.ticket_numbers",
    "sequence public.\"zz_phasegate_owned; one\"",
    "sequence public.zz_phasegate_ticket_numbers"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire sequence public."owned; one" by renaming
  IF (NOT pg_catalog.to_regclass('public."owned; one"') IS NOT NULL) IS NOT TRUE THEN
    ALTER SEQUENCE public."owned; one" RENAME TO "zz_phasegate_owned; one";
  END IF;
  -- retire sequence public.ticket_numbers by renaming
  IF (NOT pg_catalog.to_regclass('public.ticket_numbers') IS NOT NULL) IS NOT TRUE THEN
    ALTER SEQUENCE public.ticket_numbers RENAME TO zz_phasegate_ticket_numbers;
  END IF;
END
$phasegate$;
RESET statement_timeout;
