-- phasegate: do validate (enforce)
-- rollout: create_collation_by_number_etc, plan 36d836c4
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_collation_by_number_etc",
  "plan_id": "36d836c4",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "constraint public.users.users_sort",
    "collation public.\"by number\"",
    "collation public.mixed",
    "collation public.plain",
    "collation public.same",
    "column public.users.label",
    "column public.users.sort",
    "domain public.label",
    "index public.users_name"
  ],
  "fingerprint": "6c6356b848b72183fd53897ca1ef682e",
  "conditions": [
    {
      "sql": "pg_catalog.to_regcollation('public.\"by number\"') IS NOT NULL",
      "otherwise": "collation public.\"by number\" is missing"
    },
    {
      "sql": "pg_catalog.to_regcollation('public.mixed') IS NOT NULL",
      "otherwise": "collation public.mixed is missing"
    },
    {
      "sql": "pg_catalog.to_regcollation('public.plain') IS NOT NULL",
      "otherwise": "collation public.plain is missing"
    },
    {
      "sql": "pg_catalog.to_regcollation('public.same') IS NOT NULL",
      "otherwise": "collation public.same is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'label')",
      "otherwise": "domain public.label is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'label' AND NOT a.attisdropped)",
      "otherwise": "column public.users.label is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'sort' AND NOT a.attisdropped)",
      "otherwise": "column public.users.sort is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_sort')",
      "otherwise": "the check users_sort of public.users is missing, or was taken back because rows break the check users_sort"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_sort' AND c.convalidated)",
      "otherwise": "the check users_sort of public.users is not valid"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_name') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index users_name is not there, or INVALID"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('create_collation_by_number_etc');
END
$phasegate$;
RESET statement_timeout;
