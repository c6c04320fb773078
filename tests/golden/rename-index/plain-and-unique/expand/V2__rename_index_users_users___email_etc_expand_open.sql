-- phasegate: do expand
-- rollout: rename_index_users_users___email_etc, plan 406b9363
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_index_users_users___email_etc",
  "plan_id": "406b9363",
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
    "index public.\"Users; \"\"email\"\" --\"",
    "index public.users_email_key",
    "index public.users_idx",
    "index public.users_key"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "rename_index_users_users___email_etc",
      "plan_id": "406b9363",
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
      "conditions": [
        {
          "sql": "pg_catalog.to_regclass('public.\"Users; \"\"email\"\" --\"') IS NOT NULL",
          "otherwise": "index Users; \"email\" -- is missing"
        }
      ]
    },
    "promises": {
      "public.users.users_email_key.name": "pg_catalog.to_regclass('public.users_email_key') IS NOT NULL"
    },
    "desired_digest": "514088bde92862d93dacda2560ab76b0823ea9b715cba1b890b3a0cc42f95fb1",
    "progress": {
      "expand": [
        "pg_catalog.to_regclass('public.\"Users; \"\"email\"\" --\"') IS NOT NULL"
      ],
      "backfill": [],
      "validate": [
        "pg_catalog.to_regclass('public.users_email_key') IS NOT NULL"
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
