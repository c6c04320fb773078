-- phasegate: do contract (swap)
-- rollout: create_type_feeling_etc, plan 11100b73
-- what: let the new columns take the place of users.mood
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_feeling_etc",
  "plan_id": "11100b73",
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
  "part": "swap",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "constraint public.users.phasegate_nn_back_users_mood",
    "constraint public.users.phasegate_nn_users_zz_phasegate_next_mood",
    "column public.users.mood",
    "column public.users.zz_phasegate_mood",
    "column public.users.zz_phasegate_next_mood",
    "enum type public.feeling",
    "trigger public.users.zz_phasegate_sync_public_users_mood"
  ],
  "fingerprint": "91334ffb57dea8f3117837913761988a",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'feeling')",
      "otherwise": "enum type public.feeling is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_next_mood' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))",
      "otherwise": "the column zz_phasegate_next_mood is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_mood' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))",
      "otherwise": "the trigger zz_phasegate_sync_public_users_mood is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_feeling_etc' AND p.step = 'change-type public.users.mood: fill public.users'), false)",
      "otherwise": "not every row is filled: fill the new column of users.mood in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'create_type_feeling_etc' AND p.step = 'change-type public.users.mood: fill public.users (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of users.mood"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_users_mood' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_zz_phasegate_next_mood') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_next_mood' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))",
      "otherwise": "the helper constraint phasegate_nn_users_zz_phasegate_next_mood is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'phasegate_nn_users_zz_phasegate_next_mood' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_next_mood' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))",
      "otherwise": "rows of public.users have NULL in zz_phasegate_next_mood"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'zz_phasegate_next_mood' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling')))",
      "otherwise": "column public.users.zz_phasegate_next_mood may still be NULL"
    }
  ],
  "unproven": [
    "constraint public.users.phasegate_nn_back_users_mood",
    "constraint public.users.phasegate_nn_users_zz_phasegate_next_mood"
  ],
  "soak_seconds": 0,
  "asks_reprepare": true,
  "clients_reprepare": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- let the new columns take the place of users.mood
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling'))) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions users.mood, and would stay with the old column';
    END IF;
    LOCK TABLE public.users IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.users RENAME COLUMN mood TO zz_phasegate_mood;
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_next_mood TO mood;
    ALTER TABLE public.users ALTER COLUMN mood SET DEFAULT 'ok';
    ALTER TABLE public.users ALTER COLUMN zz_phasegate_mood DROP DEFAULT;
    CALL phasegate.copy_column_grants('public.users', 'zz_phasegate_mood', 'public.users', 'mood');
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_mood() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.mood)::record OPERATOR(pg_catalog.*<>) ROW(OLD.mood)::record THEN
    -- A value that the old type cannot take never fails the write.
    BEGIN
      NEW.zz_phasegate_mood := NEW.mood::text::public.mood;
    EXCEPTION WHEN OTHERS THEN
      NEW.zz_phasegate_mood := NULL;
    END;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
