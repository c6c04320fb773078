-- phasegate: do contract (retire)
-- rollout: drop_column_users_id_etc, plan d1a59e2f
-- what: retire column users.id by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'id' AND NOT a.attisdropped)
-- what: retire column users.kind by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'kind' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_id_etc",
  "plan_id": "d1a59e2f",
  "environment": "default",
  "phase": "contract",
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
  "part": "retire",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "column public.users.id",
    "column public.users.kind",
    "column public.users.zz_phasegate_id",
    "column public.users.zz_phasegate_kind",
    "constraint public.users.users_pkey",
    "sequence public.numbers",
    "constraint public.users.users_kind_email_key"
  ],
  "fingerprint": "f9afffbb04479f4f20ac7ffe8c20ffd4",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_kind_email_key')",
      "otherwise": "the unique constraint users_kind_email_key of public.users is still there"
    }
  ],
  "going": [
    {
      "what": "column public.users.id (goes)",
      "tables": [
        "public.users"
      ],
      "column": "id"
    },
    {
      "what": "column public.users.kind (goes)",
      "tables": [
        "public.users"
      ],
      "column": "kind"
    }
  ],
  "unproven": [
    "constraint public.users.users_kind_email_key",
    "constraint public.users.users_pkey"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column users.id by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'id' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'id' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public.users.id';
    END IF;
    ALTER TABLE public.users RENAME COLUMN id TO zz_phasegate_id;
  END IF;
  -- retire column users.kind by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'kind' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'kind' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public.users.kind';
    END IF;
    ALTER TABLE public.users RENAME COLUMN kind TO zz_phasegate_kind;
  END IF;
END
$phasegate$;
RESET statement_timeout;
