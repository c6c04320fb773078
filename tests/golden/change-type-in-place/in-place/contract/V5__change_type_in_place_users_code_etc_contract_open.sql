-- phasegate: do contract
-- rollout: change_type_in_place_users_code_etc, plan f83755cb
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
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
  "part": "main",
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
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
