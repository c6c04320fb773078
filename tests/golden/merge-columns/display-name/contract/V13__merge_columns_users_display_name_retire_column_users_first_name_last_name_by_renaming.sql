-- phasegate: do contract (retire)
-- rollout: merge_columns_users_display_name, plan 8470c14a
-- what: retire column users.first_name, last_name by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_name' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "merge_columns_users_display_name",
  "plan_id": "8470c14a",
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
    "constraint public.users.phasegate_nn_users_display_name",
    "column public.users.display_name",
    "column public.users.first_name",
    "column public.users.last_name",
    "column public.users.zz_phasegate_first_name",
    "column public.users.zz_phasegate_last_name",
    "trigger public.users.zz_phasegate_sync_public_users_display_name_0589406c"
  ],
  "fingerprint": "853a518a261184bfe5ddc587bdd24423",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'display_name' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.users are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_display_name_0589406c' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_users_display_name_0589406c is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'merge_columns_users_display_name' AND p.step = 'merge-columns public.users.display_name'), false)",
      "otherwise": "not every row is filled: fill users.display_name in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'merge_columns_users_display_name' AND p.step = 'merge-columns public.users.display_name (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of users.display_name"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_display_name') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'display_name' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_users_display_name is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_display_name' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'display_name' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.users have NULL in display_name"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'display_name' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.users.display_name may still be NULL"
    }
  ],
  "going": [
    {
      "what": "column public.users.first_name (goes)",
      "tables": [
        "public.users"
      ],
      "column": "first_name"
    },
    {
      "what": "column public.users.last_name (goes)",
      "tables": [
        "public.users"
      ],
      "column": "last_name"
    }
  ],
  "unproven": [
    "constraint public.users.phasegate_nn_users_display_name"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column users.first_name, last_name by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_name' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'last_name' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions first_name, last_name of public.users';
    END IF;
    ALTER TABLE public.users RENAME COLUMN first_name TO zz_phasegate_first_name;
    ALTER TABLE public.users RENAME COLUMN last_name TO zz_phasegate_last_name;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_display_name_0589406c() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.display_name)::record OPERATOR(pg_catalog.*<>) ROW(OLD.display_name)::record THEN
    NEW.zz_phasegate_first_name := split_part(NEW.display_name, ' ', 1);
    NEW.zz_phasegate_last_name := nullif(substr(NEW.display_name, length(split_part(NEW.display_name, ' ', 1)) + 2), '');
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
