-- phasegate: do expand
-- rollout: replace_index_users_users_email_, plan 9705bce5
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_users_email_",
  "plan_id": "9705bce5",
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
    "index public.users_email_idx",
    "index public.zz_phasegate_users_email_idx"
  ],
  "fingerprint": "03c879e63ebdf56e1bc47b8a1e0a011c",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "replace_index_users_users_email_",
      "plan_id": "9705bce5",
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
      "public.users.users_email_idx.replaced": "NOT pg_catalog.to_regclass('public.zz_phasegate_users_email_idx') IS NOT NULL"
    },
    "desired_digest": "f398a70c062f9dc16544385d6b573b8c51ba2ee7b52b80324c11909b3906a851",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "NOT phasegate.index_is('public.users_email_idx', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
        "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_email_idx', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)"
      ],
      "contract": [
        "NOT pg_catalog.to_regclass('public.zz_phasegate_users_email_idx') IS NOT NULL"
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
