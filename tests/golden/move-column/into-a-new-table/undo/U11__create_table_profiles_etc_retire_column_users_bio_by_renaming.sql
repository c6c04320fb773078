-- phasegate: undo contract (retire)
-- rollout: create_table_profiles_etc, plan 037744e7
-- what: retire column users.bio by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'bio' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_table_profiles_etc",
  "plan_id": "037744e7",
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
  -- undo: retire column users.bio by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_bio TO bio;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_bio_forth() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.bio IS NULL THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.bio IS NOT DISTINCT FROM OLD.bio AND (NEW.bio IS NULL OR EXISTS (SELECT FROM public.profiles AS p WHERE p.user_id = NEW.id AND p.bio IS NOT NULL)) THEN
    RETURN NULL;
  END IF;
  IF NEW.bio IS NULL THEN
    UPDATE public.profiles AS p SET bio = NULL WHERE p.user_id = NEW.id AND p.bio IS NOT NULL;
    RETURN NULL;
  END IF;
  BEGIN
    INSERT INTO public.profiles AS p (user_id, bio) VALUES (NEW.id, NEW.bio)
      ON CONFLICT (user_id) DO UPDATE SET bio = excluded.bio WHERE p.bio IS DISTINCT FROM excluded.bio;
  EXCEPTION WHEN integrity_constraint_violation THEN
    RETURN NULL;
  END;
  RETURN NULL;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_bio_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
DECLARE
  own_limit bigint := 1000 * pg_catalog.date_part('epoch', pg_catalog.current_setting('lock_timeout')::interval);  -- ms; 0: none
  waits_since timestamptz;
BEGIN
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND ROW(NEW.user_id) IS DISTINCT FROM ROW(OLD.user_id)) THEN
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
    UPDATE public.users AS u SET bio = NULL WHERE OLD.user_id = u.id AND u.bio IS NOT NULL;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'INSERT' OR ROW(NEW.user_id) IS DISTINCT FROM ROW(OLD.user_id) OR NEW.bio IS DISTINCT FROM OLD.bio THEN
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
    UPDATE public.users AS u SET bio = NEW.bio WHERE NEW.user_id = u.id AND u.bio IS DISTINCT FROM NEW.bio;
  END IF;
  RETURN NULL;
END
$move$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
