-- phasegate: do contract (retire)
-- rollout: move_column_profiles_phone, plan e2eb19e9
-- what: retire column users.phone by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_profiles_phone",
  "plan_id": "e2eb19e9",
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
    "public.profiles",
    "public.users"
  ],
  "touches": [
    "column public.profiles.phone",
    "column public.users.phone",
    "column public.users.zz_phasegate_phone",
    "trigger public.profiles.zz_phasegate_before_public_users_phone",
    "trigger public.profiles.zz_phasegate_move_public_users_phone",
    "trigger public.users.zz_phasegate_before_public_users_phone",
    "trigger public.users.zz_phasegate_move_public_users_phone"
  ],
  "fingerprint": "0c8caec383ba68e6e39ed018a01b4637",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.profiles') AND a.attname = 'phone' AND NOT a.attisdropped)",
      "otherwise": "column public.profiles.phone is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped))",
      "otherwise": "a trigger that keeps public.users.phone and public.profiles.phone equal is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_profiles_phone' AND p.step = 'move-column public.profiles.phone'), false)",
      "otherwise": "not every row is filled: fill profiles.phone from users.phone in batches"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_users_phone_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['\n-- only the next version writes\n', '\n-- the old column is retired\n']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped))",
      "otherwise": "the functions that keep public.profiles.phone equal are still those for two versions"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_profiles_phone' AND p.step = 'move-column public.profiles.phone (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of profiles.phone from users.phone in batches"
    }
  ],
  "going": [
    {
      "what": "column public.users.phone (goes)",
      "tables": [
        "public.users"
      ],
      "column": "phone"
    }
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column users.phone by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public.users.phone';
    END IF;
    CALL phasegate.require_column_grants('public.users', 'phone', 'public.profiles', 'phone');
    ALTER TABLE public.users RENAME COLUMN phone TO zz_phasegate_phone;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_take() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
BEGIN
  IF NEW.zz_phasegate_phone IS NULL AND (TG_OP = 'INSERT' OR (ROW(NEW.id)::record OPERATOR(pg_catalog.*<>) ROW(OLD.id)::record AND NOT (ROW(NEW.zz_phasegate_phone)::record OPERATOR(pg_catalog.*<>) ROW(OLD.zz_phasegate_phone)::record))) THEN
    SELECT p.phone INTO NEW.zz_phasegate_phone FROM public.profiles AS p WHERE p.user_id = NEW.id FOR SHARE;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_forth() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
BEGIN
  RETURN NULL;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_fill() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
BEGIN
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
DECLARE
  own_limit bigint := 1000 * pg_catalog.date_part('epoch', pg_catalog.current_setting('lock_timeout')::interval);  -- ms; 0: none
  waits_since timestamptz;
BEGIN
  IF TG_OP = 'DELETE' THEN
      waits_since := pg_catalog.clock_timestamp();
  LOOP
    BEGIN
      PERFORM pg_catalog.set_config('lock_timeout', CASE WHEN own_limit BETWEEN 1 AND 99 THEN own_limit ELSE 100 END::text, true);
      PERFORM FROM public.users AS u WHERE OLD.user_id = u.id FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row
      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'the row of public.users that belongs to this one is being written, and its writer may wait for this transaction', HINT = 'Try the transaction again.';
      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN
        RAISE;
      END IF;
    END;
  END LOOP;
    UPDATE public.users AS u SET zz_phasegate_phone = NULL WHERE OLD.user_id = u.id AND u.zz_phasegate_phone IS NOT NULL;
    RETURN NULL;
  ELSIF TG_OP = 'UPDATE' THEN
    IF ROW(NEW.user_id)::record OPERATOR(pg_catalog.*<>) ROW(OLD.user_id)::record THEN
        waits_since := pg_catalog.clock_timestamp();
  LOOP
    BEGIN
      PERFORM pg_catalog.set_config('lock_timeout', CASE WHEN own_limit BETWEEN 1 AND 99 THEN own_limit ELSE 100 END::text, true);
      PERFORM FROM public.users AS u WHERE OLD.user_id = u.id FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row
      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'the row of public.users that belongs to this one is being written, and its writer may wait for this transaction', HINT = 'Try the transaction again.';
      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN
        RAISE;
      END IF;
    END;
  END LOOP;
    UPDATE public.users AS u SET zz_phasegate_phone = NULL WHERE OLD.user_id = u.id AND u.zz_phasegate_phone IS NOT NULL;
    ELSIF NOT (ROW(NEW.phone)::record OPERATOR(pg_catalog.*<>) ROW(OLD.phone)::record) THEN
      RETURN NULL;
    END IF;
  END IF;
  waits_since := pg_catalog.clock_timestamp();
  LOOP
    BEGIN
      PERFORM pg_catalog.set_config('lock_timeout', CASE WHEN own_limit BETWEEN 1 AND 99 THEN own_limit ELSE 100 END::text, true);
      PERFORM FROM public.users AS u WHERE NEW.user_id = u.id FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row
      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'the row of public.users that belongs to this one is being written, and its writer may wait for this transaction', HINT = 'Try the transaction again.';
      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN
        RAISE;
      END IF;
    END;
  END LOOP;
  UPDATE public.users AS u SET zz_phasegate_phone = NEW.phone WHERE NEW.user_id = u.id AND ROW(u.zz_phasegate_phone)::record OPERATOR(pg_catalog.*<>) ROW(NEW.phone)::record;
  RETURN NULL;
END
$move$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
