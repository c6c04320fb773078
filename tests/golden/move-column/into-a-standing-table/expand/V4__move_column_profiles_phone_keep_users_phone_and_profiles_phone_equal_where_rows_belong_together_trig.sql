-- phasegate: do expand
-- rollout: move_column_profiles_phone, plan e2eb19e9
-- what: keep users.phone and profiles.phone equal where rows belong together (triggers)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant); SHARE ROW EXCLUSIVE on public.profiles (writes wait, instant)
--   undo: yes
--   note: a write of either version that changes the value writes the other table as well, in the same transaction, and fires its triggers
--   note: a row that comes to profiles locks its row of users against change until it is committed, and the other way round
--   note: the next version may get 40001 when it writes public.profiles.phone while a transaction of the running version writes that row of public.users: it tries again
--   note: a transaction of the running version in REPEATABLE READ does not reach a row of profiles that is younger than its snapshot; such pairs are counted before contract
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_profiles_phone",
  "plan_id": "e2eb19e9",
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
    }
  ],
  "locks": [
    {
      "table": "public.profiles",
      "mode": "SHARE ROW EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "SHARE ROW EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- keep users.phone and profiles.phone equal where rows belong together (triggers)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_before_public_users_phone' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.profiles') AND g.tgname = 'zz_phasegate_move_public_users_phone' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'phone' AND NOT a.attisdropped))) IS NOT TRUE THEN
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_take() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- both versions write
BEGIN
  IF NEW.phone IS NULL AND (TG_OP = 'INSERT' OR (ROW(NEW.id)::record OPERATOR(pg_catalog.*<>) ROW(OLD.id)::record AND NOT (ROW(NEW.phone)::record OPERATOR(pg_catalog.*<>) ROW(OLD.phone)::record))) THEN
    SELECT p.phone INTO NEW.phone FROM public.profiles AS p WHERE p.user_id = NEW.id FOR SHARE;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_forth() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- both versions write
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
-- both versions write
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
  ELSIF ROW(NEW.user_id)::record OPERATOR(pg_catalog.*<>) ROW(OLD.user_id)::record THEN
    SELECT u.phone INTO taken FROM public.users AS u WHERE NEW.user_id = u.id FOR SHARE;
    IF FOUND THEN
      NEW.phone := taken;
    END IF;
  ELSIF NEW.phone IS NULL OR pg_catalog.current_setting('phasegate.backfill', true) = 'on' THEN
    SELECT u.phone INTO taken FROM public.users AS u WHERE NEW.user_id = u.id;
    IF FOUND THEN
      NEW.phone := taken;
    END IF;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate.sync_move_public_users_phone_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- both versions write
DECLARE
  own_limit bigint := 1000 * pg_catalog.date_part('epoch', pg_catalog.current_setting('lock_timeout')::interval);  -- ms; 0: none
  waits_since timestamptz;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RETURN NULL;  -- by the running version, it says nothing of the value
  ELSIF TG_OP = 'INSERT' THEN
    IF NEW.phone IS NULL THEN
      RETURN NULL;
    END IF;
  ELSIF NOT (ROW(NEW.phone)::record OPERATOR(pg_catalog.*<>) ROW(OLD.phone)::record) THEN
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
    CREATE TRIGGER zz_phasegate_before_public_users_phone BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION phasegate.sync_move_public_users_phone_take();
    CREATE TRIGGER zz_phasegate_move_public_users_phone AFTER INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION phasegate.sync_move_public_users_phone_forth();
    CREATE TRIGGER zz_phasegate_before_public_users_phone BEFORE INSERT OR UPDATE ON public.profiles FOR EACH ROW EXECUTE FUNCTION phasegate.sync_move_public_users_phone_fill();
    CREATE TRIGGER zz_phasegate_move_public_users_phone AFTER INSERT OR UPDATE OR DELETE ON public.profiles FOR EACH ROW EXECUTE FUNCTION phasegate.sync_move_public_users_phone_back();
  END IF;
END
$phasegate$;
RESET statement_timeout;
