-- phasegate: do expand
-- rollout: add_primary_key_users_, plan 78af4137
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_primary_key_users_",
  "plan_id": "78af4137",
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
    "index public.\"The Key\"",
    "constraint public.users.\"The Key\""
  ],
  "fingerprint": "4d1f11becd24bcc58d2889a431dafbf2",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "add_primary_key_users_",
      "plan_id": "78af4137",
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
      "public.users.\"The Key\".unique": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'The Key')"
    },
    "desired_digest": "54367c9a958f8dff5455b77ed68246fea73db059fef8fecdc978951b42012024",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.\"The Key\"') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'The Key')"
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
