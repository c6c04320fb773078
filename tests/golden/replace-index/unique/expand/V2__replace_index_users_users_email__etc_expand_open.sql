-- phasegate: do expand
-- rollout: replace_index_users_users_email__etc, plan 2d8db768
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_users_email__etc",
  "plan_id": "2d8db768",
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
    "index public.users_email_key",
    "index public.users_id_key",
    "index public.zz_phasegate_users_email_key",
    "index public.zz_phasegate_users_id_key"
  ],
  "fingerprint": "a16ee092bc69d96eeb8c33fbe26d2397",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "replace_index_users_users_email__etc",
      "plan_id": "2d8db768",
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
      "public.users.users_email_key.unique": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_email_key', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "public.users.users_email_key.replaced": "NOT pg_catalog.to_regclass('public.zz_phasegate_users_email_key') IS NOT NULL"
    },
    "desired_digest": "c52ba4003ed5b5b70e2ffa9dec113a17f5c40e6ddd1a978bb705eb785e5f7e1a",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "NOT phasegate.index_is('public.users_email_key', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
        "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_email_key', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
        "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users_email_key') AND a.attnum || '=' || a.attstattarget = ANY (ARRAY['1=300']::pg_catalog.text[])) = 1"
      ],
      "contract": [
        "NOT phasegate.index_is('public.users_id_key', 'btree', true, ARRAY['id']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
        "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_id_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_id_key', 'btree', true, ARRAY['id']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
        "EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = pg_catalog.to_regclass('public.users_id_key') AND i.indisreplident AND c.relreplident = 'i')",
        "NOT pg_catalog.to_regclass('public.zz_phasegate_users_email_key') IS NOT NULL",
        "NOT pg_catalog.to_regclass('public.zz_phasegate_users_id_key') IS NOT NULL"
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
