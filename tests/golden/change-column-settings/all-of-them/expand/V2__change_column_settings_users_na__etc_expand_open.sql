-- phasegate: do expand
-- rollout: change_column_settings_users_na__etc, plan 37c6b209
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_column_settings_users_na__etc",
  "plan_id": "37c6b209",
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
    "column public.users.\"Na;me\"",
    "column public.users.bio",
    "column public.users.id",
    "column public.users.score"
  ],
  "fingerprint": "698423d7c07e504ad0ac07bb78e1c579",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_column_settings_users_na__etc",
      "plan_id": "37c6b209",
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
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'Na;me' AND NOT a.attisdropped AND a.attstorage = 'e' AND a.attcompression = 'p' AND COALESCE(a.attstattarget, -1) = 500 AND COALESCE(a.attoptions, '{}') @> ARRAY['n_distinct=-0.5']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(a.attoptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['n_distinct_inherited']::pg_catalog.text[])))",
          "otherwise": "the settings of column public.users.\"Na;me\" are not as wanted"
        },
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'bio' AND NOT a.attisdropped AND a.attstorage = (SELECT t.typstorage FROM pg_catalog.pg_type AS t WHERE t.oid = a.atttypid) AND a.attcompression = '' AND COALESCE(a.attstattarget, -1) = -1)",
          "otherwise": "the settings of column public.users.bio are not as wanted"
        },
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'id' AND NOT a.attisdropped AND COALESCE(a.attstattarget, -1) = 0)",
          "otherwise": "the settings of column public.users.id are not as wanted"
        },
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'score' AND NOT a.attisdropped AND a.attstorage = (SELECT t.typstorage FROM pg_catalog.pg_type AS t WHERE t.oid = a.atttypid))",
          "otherwise": "the settings of column public.users.score are not as wanted"
        }
      ]
    },
    "promises": {},
    "desired_digest": "fb54679b2329a05de51c90e7524d92010245f0652b841fccbcb5eaf12b4f4a9c",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'Na;me' AND NOT a.attisdropped AND a.attstorage = 'e' AND a.attcompression = 'p' AND COALESCE(a.attstattarget, -1) = 500 AND COALESCE(a.attoptions, '{}') @> ARRAY['n_distinct=-0.5']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(a.attoptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['n_distinct_inherited']::pg_catalog.text[])))",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'bio' AND NOT a.attisdropped AND a.attstorage = (SELECT t.typstorage FROM pg_catalog.pg_type AS t WHERE t.oid = a.atttypid) AND a.attcompression = '' AND COALESCE(a.attstattarget, -1) = -1)",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'id' AND NOT a.attisdropped AND COALESCE(a.attstattarget, -1) = 0)",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'score' AND NOT a.attisdropped AND a.attstorage = (SELECT t.typstorage FROM pg_catalog.pg_type AS t WHERE t.oid = a.atttypid))"
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
