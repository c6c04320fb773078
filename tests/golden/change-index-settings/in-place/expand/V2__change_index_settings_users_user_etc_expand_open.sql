-- phasegate: do expand
-- rollout: change_index_settings_users_user_etc, plan 2740db90
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_index_settings_users_user_etc",
  "plan_id": "2740db90",
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
    "index public.users_lower_idx",
    "index public.users_tags_idx"
  ],
  "fingerprint": "89911ed081f3e5631994660857903d17",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_index_settings_users_user_etc",
      "plan_id": "2740db90",
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
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_email_idx') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=90']::pg_catalog.text[])",
          "otherwise": "the settings of index users_email_idx are not as wanted"
        },
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_lower_idx') AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(c.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['fillfactor']::pg_catalog.text[]))) AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users_lower_idx') AND a.attnum || '=' || COALESCE(a.attstattarget, -1) = ANY (ARRAY['2=500']::pg_catalog.text[])) = 1",
          "otherwise": "the settings of index users_lower_idx are not as wanted"
        },
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_tags_idx') AND COALESCE(c.reloptions, '{}') @> ARRAY['fastupdate=off']::pg_catalog.text[])",
          "otherwise": "the settings of index users_tags_idx are not as wanted"
        }
      ]
    },
    "promises": {},
    "desired_digest": "d819f4abfbc3c3b334ad3b73f87104569fbc232e800d5f459fa30391d1237248",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_email_idx') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=90']::pg_catalog.text[])",
        "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_lower_idx') AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(c.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['fillfactor']::pg_catalog.text[]))) AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users_lower_idx') AND a.attnum || '=' || COALESCE(a.attstattarget, -1) = ANY (ARRAY['2=500']::pg_catalog.text[])) = 1",
        "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users_tags_idx') AND COALESCE(c.reloptions, '{}') @> ARRAY['fastupdate=off']::pg_catalog.text[])"
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
