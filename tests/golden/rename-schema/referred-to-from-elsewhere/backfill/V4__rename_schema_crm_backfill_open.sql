-- phasegate: do backfill
-- rollout: rename_schema_crm, plan 8de3af7b
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_crm",
  "plan_id": "8de3af7b",
  "environment": "default",
  "phase": "backfill",
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
    "people.users"
  ],
  "touches": [
    "column people.users.id",
    "column people.users.name",
    "domain people.rank",
    "constraint public.logins.logins_user_fkey",
    "constraint people.users.users_pkey",
    "schema crm",
    "schema people",
    "table crm.users",
    "table people.users",
    "view crm.users",
    "view people.users"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])) = 1 OR (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'crm' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['users']::pg_catalog.text[])) = 1",
      "otherwise": "schema crm does not have a view for each table of schema people"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
