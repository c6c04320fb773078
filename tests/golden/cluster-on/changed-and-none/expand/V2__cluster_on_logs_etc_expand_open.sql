-- phasegate: do expand
-- rollout: cluster_on_logs_etc, plan 8af0b935
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "cluster_on_logs_etc",
  "plan_id": "8af0b935",
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
    "public.logs",
    "public.users"
  ],
  "touches": [
    "table public.logs",
    "table public.users"
  ],
  "fingerprint": "6a0fa0d680d6e0017ae7b2e8aa4110cc",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "cluster_on_logs_etc",
      "plan_id": "8af0b935",
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
          "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indrelid = pg_catalog.to_regclass('public.logs') AND i.indisclustered)",
          "otherwise": "the table public.logs is not marked as wanted for CLUSTER"
        },
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_pkey') AND i.indisclustered)",
          "otherwise": "the table public.users is not marked as wanted for CLUSTER"
        }
      ]
    },
    "promises": {},
    "desired_digest": "59f40ca4ba6d31ae841791f3715befd070f1510a3b5dca9c6a219776cf3e5d53",
    "progress": {
      "expand": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indrelid = pg_catalog.to_regclass('public.logs') AND i.indisclustered)",
        "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_pkey') AND i.indisclustered)"
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
