-- phasegate: do expand
-- rollout: create_index_users_users_country_etc, plan c86cae13
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_index_users_users_country_etc",
  "plan_id": "c86cae13",
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
    "index public.users_country_idx",
    "index public.users_data_idx"
  ],
  "fingerprint": "f37e0d732cfe74d729a4d8a6a653604e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "create_index_users_users_country_etc",
      "plan_id": "c86cae13",
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
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_country_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)",
          "otherwise": "index users_country_idx is not there, or INVALID"
        },
        {
          "sql": "(pg_catalog.obj_description(pg_catalog.to_regclass('public.users_country_idx'), 'pg_class')) IS NOT DISTINCT FROM 'for the report'",
          "otherwise": "the comment of index users_country_idx is missing"
        },
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_data_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)",
          "otherwise": "index users_data_idx is not there, or INVALID"
        }
      ]
    },
    "promises": {},
    "desired_digest": "42b156f94044219f87a7fdc0d022a0809c18e059d30483d8cecb27c59e3d1bf4",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_country_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)",
        "(pg_catalog.obj_description(pg_catalog.to_regclass('public.users_country_idx'), 'pg_class')) IS NOT DISTINCT FROM 'for the report'",
        "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_data_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)"
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
