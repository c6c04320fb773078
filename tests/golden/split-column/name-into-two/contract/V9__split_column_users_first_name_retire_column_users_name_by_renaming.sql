-- phasegate: do contract (retire)
-- rollout: split_column_users_first_name, plan 5d82798f
-- what: retire column users.name by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "split_column_users_first_name",
  "plan_id": "5d82798f",
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
    "column public.users.first_name",
    "column public.users.last_name",
    "column public.users.name",
    "column public.users.zz_phasegate_name",
    "trigger public.users.zz_phasegate_sync_public_users_first_name_last_name_fac88f24"
  ],
  "fingerprint": "853a518a261184bfe5ddc587bdd24423",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_name' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.users are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_first_name_last_name_fac88f24' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_users_first_name_last_name_fac88f24 is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'split_column_users_first_name' AND p.step = 'split-column public.users.first_name'), false)",
      "otherwise": "not every row is filled: fill users.first_name, last_name in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'split_column_users_first_name' AND p.step = 'split-column public.users.first_name (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of users.first_name, last_name"
    }
  ],
  "going": [
    {
      "what": "column public.users.name (goes)",
      "tables": [
        "public.users"
      ],
      "column": "name"
    }
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column users.name by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'name' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions name of public.users';
    END IF;
    ALTER TABLE public.users RENAME COLUMN name TO zz_phasegate_name;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_first_name_last_name_fac88f24() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.first_name, NEW.last_name)::record OPERATOR(pg_catalog.*<>) ROW(OLD.first_name, OLD.last_name)::record THEN
    NEW.zz_phasegate_name := concat_ws(' ', NEW.first_name, NEW.last_name);
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
