-- phasegate: undo contract (retire)
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
  "direction": "undo",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: retire column users.phone by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_phone TO phone;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_take() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
BEGIN
  IF NEW.phone IS NULL AND (TG_OP = 'INSERT' OR (ROW(NEW.id)::record OPERATOR(pg_catalog.*<>) ROW(OLD.id)::record AND NOT (ROW(NEW.phone)::record OPERATOR(pg_catalog.*<>) ROW(OLD.phone)::record))) THEN
    SELECT p.phone INTO NEW.phone FROM public.profiles AS p WHERE p.user_id = NEW.id FOR SHARE;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_forth() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.phone IS NULL THEN
      RETURN NULL;
    END IF;
  ELSIF NOT (ROW(NEW.phone)::record OPERATOR(pg_catalog.*<>) ROW(OLD.phone)::record) AND NOT (NEW.phone IS NOT NULL AND ROW(NEW.id)::record OPERATOR(pg_catalog.*<>) ROW(OLD.id)::record) THEN
    RETURN NULL;
  END IF;
  PERFORM FROM public.profiles AS p WHERE p.user_id = NEW.id FOR NO KEY UPDATE;
  BEGIN
    UPDATE public.profiles AS p SET phone = NEW.phone WHERE p.user_id = NEW.id AND ROW(p.phone)::record OPERATOR(pg_catalog.*<>) ROW(NEW.phone)::record;
  EXCEPTION WHEN integrity_constraint_violation OR data_exception OR program_limit_exceeded OR raise_exception THEN
    NULL;  -- the new table does not take it: the pair stays apart, and is counted
  END;
  RETURN NULL;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_fill() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
DECLARE
  taken public.users.phone%TYPE;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM public.profiles AS p WHERE p.user_id = NEW.user_id) THEN
      IF NEW.phone IS NULL THEN
        SELECT u.phone INTO NEW.phone FROM public.users AS u WHERE NEW.user_id = u.id;
      END IF;
    ELSE
      SELECT u.phone INTO taken FROM public.users AS u WHERE NEW.user_id = u.id FOR SHARE;
      NEW.phone := COALESCE(NEW.phone, taken);
    END IF;
  ELSIF ROW(NEW.phone)::record OPERATOR(pg_catalog.*<>) ROW(OLD.phone)::record THEN
    RETURN NEW;
  ELSIF NEW.phone IS NULL THEN
    SELECT u.phone INTO taken FROM public.users AS u WHERE NEW.user_id = u.id;
    IF FOUND THEN
      NEW.phone := taken;
    END IF;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
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
    UPDATE public.users AS u SET phone = NULL WHERE OLD.user_id = u.id AND u.phone IS NOT NULL;
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
    UPDATE public.users AS u SET phone = NULL WHERE OLD.user_id = u.id AND u.phone IS NOT NULL;
    ELSIF NOT (ROW(NEW.phone)::record OPERATOR(pg_catalog.*<>) ROW(OLD.phone)::record) THEN
      RETURN NULL;
    END IF;
  ELSIF NEW.phone IS NULL THEN
    RETURN NULL;
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
  UPDATE public.users AS u SET phone = NEW.phone WHERE NEW.user_id = u.id AND ROW(u.phone)::record OPERATOR(pg_catalog.*<>) ROW(NEW.phone)::record;
  RETURN NULL;
END
$move$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
