-- phasegate: do contract (swap)
-- rollout: change_type_in_place_users_code_etc, plan f83755cb
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
  "plan_id": "f83755cb",
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
    "public.users"
  ],
  "touches": [
    "constraint public.users.users_nick_check",
    "column public.users.code",
    "column public.users.nick",
    "index public.users_nick_idx",
    "policy public.users.\"by; nick\"",
    "rule public.users.users_rule",
    "trigger public.users.users_nick",
    "view public.long_nicks",
    "view public.nicks"
  ],
  "fingerprint": "91334ffb57dea8f3117837913761988a",
  "conditions": [],
  "unproven": [
    "constraint public.users.users_nick_check"
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
  -- give users.code the type character varying(5)
  IF (COALESCE(phasegate.column_type('public.users', 'code') = 'character varying(5)', false)) IS NOT TRUE THEN
    ALTER TABLE public.users ALTER COLUMN code TYPE character varying(5);
  END IF;
END
$phasegate$;
RESET statement_timeout;
