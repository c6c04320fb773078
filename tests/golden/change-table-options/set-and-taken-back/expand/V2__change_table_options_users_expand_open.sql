-- phasegate: do expand
-- rollout: change_table_options_users, plan 1525bccf
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_table_options_users",
  "plan_id": "1525bccf",
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
    "table public.users"
  ],
  "fingerprint": "bdc6908f06cfbda7584602901a4073c3",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_table_options_users",
      "plan_id": "1525bccf",
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
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid WHERE c.oid = pg_catalog.to_regclass('public.users') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=70']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(c.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['autovacuum_enabled']::pg_catalog.text[])) AND COALESCE(t.reloptions, '{}') @> ARRAY['autovacuum_enabled=false']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(t.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['vacuum_truncate']::pg_catalog.text[])))",
          "otherwise": "the storage parameters of public.users are not as wanted"
        }
      ]
    },
    "promises": {},
    "desired_digest": "77632cca155a71168319fcbcea4c5aee84a7062c40832e248ec8286e3060f07c",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_class AS c LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid WHERE c.oid = pg_catalog.to_regclass('public.users') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=70']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(c.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['autovacuum_enabled']::pg_catalog.text[])) AND COALESCE(t.reloptions, '{}') @> ARRAY['autovacuum_enabled=false']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(t.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['vacuum_truncate']::pg_catalog.text[])))"
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
