-- phasegate: do expand
-- rollout: change_type_in_place_users_code_etc, plan f83755cb
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_in_place_users_code_etc",
  "plan_id": "f83755cb",
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
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_type_in_place_users_code_etc",
      "plan_id": "f83755cb",
      "environment": "default",
      "phase": "deploy",
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
      "conditions": []
    },
    "promises": {
      "public.users.code.type": "COALESCE(phasegate.column_type('public.users', 'code') = 'character varying(5)', false)",
      "public.users.nick.type": "COALESCE(phasegate.column_type('public.users', 'nick') = 'text', false)"
    },
    "desired_digest": "fa0807530b802ea5ff28295fefdd68cefa3c24addb9bb7a3fd32065ba2a5be61",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "COALESCE(phasegate.column_type('public.users', 'code') = 'character varying(5)', false)",
        "COALESCE(phasegate.column_type('public.users', 'nick') = 'text', false)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_nick_check' AND c.convalidated)"
      ]
    }
  }
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
