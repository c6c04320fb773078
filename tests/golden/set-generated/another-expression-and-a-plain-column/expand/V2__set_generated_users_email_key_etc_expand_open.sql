-- phasegate: do expand
-- rollout: set_generated_users_email_key_etc, plan 5fddd8e8
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_generated_users_email_key_etc",
  "plan_id": "5fddd8e8",
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
    "column public.users.email_key",
    "column public.users.label",
    "column public.users.zz_phasegate_email_key",
    "column public.users.zz_phasegate_label"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "set_generated_users_email_key_etc",
      "plan_id": "5fddd8e8",
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
      "public.users.email_key.generated": "COALESCE(phasegate.default_text('public.users', 'email_key') <> 'lower(email)', false)",
      "public.users.label.generated": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'label' AND NOT a.attisdropped AND a.attgenerated <> '')"
    },
    "desired_digest": "c256d97790f1d236c41a8a8bf2bd2890ebc4ecd9c07b5f3146b63cb77a760385",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [],
      "contract": [
        "COALESCE(phasegate.default_text('public.users', 'email_key') <> 'lower(email)', false)",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'label' AND NOT a.attisdropped AND a.attgenerated <> '')",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_email_key' AND NOT a.attisdropped)",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_label' AND NOT a.attisdropped)"
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
