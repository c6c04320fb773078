-- phasegate: do expand
-- rollout: replica_identity_logs_etc, plan 1c1b5624
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replica_identity_logs_etc",
  "plan_id": "1c1b5624",
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
    "public.notes",
    "public.users"
  ],
  "touches": [
    "table public.logs",
    "table public.notes",
    "table public.users"
  ],
  "fingerprint": "a399dbd3a5ef3a103af48d4fadc20f6e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "replica_identity_logs_etc",
      "plan_id": "1c1b5624",
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
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.logs') AND c.relreplident = 'd')",
          "otherwise": "the replica identity of public.logs is not the default"
        },
        {
          "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = pg_catalog.to_regclass('public.\"users; key\"') AND i.indisreplident AND c.relreplident = 'i')",
          "otherwise": "the replica identity of public.users is not users; key"
        }
      ]
    },
    "promises": {},
    "desired_digest": "588c28615ad4099e82ce39e01ca1939a1cca9802d37207baf01b68c7b6742688",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.logs') AND c.relreplident = 'd')",
        "EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid WHERE i.indexrelid = pg_catalog.to_regclass('public.\"users; key\"') AND i.indisreplident AND c.relreplident = 'i')"
      ],
      "backfill": [],
      "validate": [],
      "contract": [
        "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.notes') AND c.relreplident = 'n')"
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
