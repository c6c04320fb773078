-- phasegate: do validate (open)
-- rollout: move_column_deliveries_address_etc, plan 4f2c9d45
-- what: a row of deliveries that goes, or gets another key, takes its address along
--   locks: none on relations
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_Or"ders; --_ad$$dress_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['
-- -- only the next version writes
-- ', '
-- -- the old column is retired
-- ']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'ad$$dress' AND NOT a.attisdropped))
-- what: a row of deliveries that goes, or gets another key, takes its fee %s along
--   locks: none on relations
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_Or"ders; --_fee_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['
-- -- only the next version writes
-- ', '
-- -- the old column is retired
-- ']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'fee' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_deliveries_address_etc",
  "plan_id": "4f2c9d45",
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
  "part": "open",
  "sessions": false,
  "tables": [
    "public.\"Or\"\"ders; --\"",
    "public.deliveries"
  ],
  "touches": [
    "constraint public.deliveries.\"phasegate_nn_deliveries_fee %s\"",
    "column public.\"Or\"\"ders; --\".\"ad$$dress\"",
    "column public.\"Or\"\"ders; --\".fee",
    "column public.\"Or\"\"ders; --\".\"zz_phasegate_ad$$dress\"",
    "column public.\"Or\"\"ders; --\".zz_phasegate_fee",
    "column public.deliveries.address",
    "column public.deliveries.\"fee %s\"",
    "trigger public.\"Or\"\"ders; --\".\"zz_phasegate_before_public_Or\"\"ders; --_ad$$dress\"",
    "trigger public.\"Or\"\"ders; --\".\"zz_phasegate_before_public_Or\"\"ders; --_fee\"",
    "trigger public.\"Or\"\"ders; --\".\"zz_phasegate_move_public_Or\"\"ders; --_ad$$dress\"",
    "trigger public.\"Or\"\"ders; --\".\"zz_phasegate_move_public_Or\"\"ders; --_fee\"",
    "trigger public.deliveries.\"zz_phasegate_before_public_Or\"\"ders; --_ad$$dress\"",
    "trigger public.deliveries.\"zz_phasegate_before_public_Or\"\"ders; --_fee\"",
    "trigger public.deliveries.\"zz_phasegate_move_public_Or\"\"ders; --_ad$$dress\"",
    "trigger public.deliveries.\"zz_phasegate_move_public_Or\"\"ders; --_fee\""
  ],
  "fingerprint": "88458fbc467ca2389fb4d1eb728048fd",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'address' AND NOT a.attisdropped)",
      "otherwise": "column public.deliveries.address is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND g.tgname = 'zz_phasegate_before_public_Or\"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND g.tgname = 'zz_phasegate_move_public_Or\"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_before_public_Or\"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_move_public_Or\"ders; --_ad$$dress' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND a.attname = 'ad$$dress' AND NOT a.attisdropped))",
      "otherwise": "a trigger that keeps public.\"Or\"\"ders; --\".\"ad$$dress\" and public.deliveries.address equal is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'fee %s' AND NOT a.attisdropped)",
      "otherwise": "column public.deliveries.\"fee %s\" is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND g.tgname = 'zz_phasegate_before_public_Or\"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND g.tgname = 'zz_phasegate_move_public_Or\"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_before_public_Or\"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_move_public_Or\"ders; --_fee' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND a.attname = 'fee' AND NOT a.attisdropped))",
      "otherwise": "a trigger that keeps public.\"Or\"\"ders; --\".fee and public.deliveries.\"fee %s\" equal is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_deliveries_address_etc' AND p.step = 'move-column public.deliveries.address'), false)",
      "otherwise": "not every row is filled: fill deliveries.address from Or\"ders; --.ad$$dress in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_deliveries_address_etc' AND p.step = 'move-column public.deliveries.\"fee %s\"'), false)",
      "otherwise": "not every row is filled: fill deliveries.fee %s from Or\"ders; --.fee in batches"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- a row of deliveries that goes, or gets another key, takes its address along
  IF (((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_Or"ders; --_ad$$dress_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['
-- only the next version writes
', '
-- the old column is retired
']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'ad$$dress' AND NOT a.attisdropped))) IS NOT TRUE THEN
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_ad$$dress_take"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
BEGIN
  IF NEW."ad$$dress" IS NULL AND (TG_OP = 'INSERT' OR (ROW(NEW.no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.no)::record AND NOT (ROW(NEW."ad$$dress")::record OPERATOR(pg_catalog.*<>) ROW(OLD."ad$$dress")::record))) THEN
    SELECT p.address INTO NEW."ad$$dress" FROM public.deliveries AS p WHERE p.order_no = NEW.no FOR SHARE;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_ad$$dress_forth"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW."ad$$dress" IS NULL THEN
      RETURN NULL;
    END IF;
  ELSIF NOT (ROW(NEW."ad$$dress")::record OPERATOR(pg_catalog.*<>) ROW(OLD."ad$$dress")::record) AND NOT (NEW."ad$$dress" IS NOT NULL AND ROW(NEW.no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.no)::record) THEN
    RETURN NULL;
  END IF;
  PERFORM FROM public.deliveries AS p WHERE p.order_no = NEW.no FOR NO KEY UPDATE;
  BEGIN
    UPDATE public.deliveries AS p SET address = NEW."ad$$dress" WHERE p.order_no = NEW.no AND ROW(p.address)::record OPERATOR(pg_catalog.*<>) ROW(NEW."ad$$dress")::record;
  EXCEPTION WHEN integrity_constraint_violation OR data_exception OR program_limit_exceeded OR raise_exception THEN
    NULL;  -- the new table does not take it: the pair stays apart, and is counted
  END;
  RETURN NULL;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_ad$$dress_fill"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
DECLARE
  taken public."Or""ders; --"."ad$$dress"%TYPE;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM public.deliveries AS p WHERE p.order_no = NEW.order_no) THEN
      IF NEW.address IS NULL THEN
        SELECT u."ad$$dress" INTO NEW.address FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no;
      END IF;
    ELSE
      SELECT u."ad$$dress" INTO taken FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no FOR SHARE;
      NEW.address := COALESCE(NEW.address, taken);
    END IF;
  ELSIF ROW(NEW.address)::record OPERATOR(pg_catalog.*<>) ROW(OLD.address)::record THEN
    RETURN NEW;
  ELSIF NEW.address IS NULL THEN
    SELECT u."ad$$dress" INTO taken FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no;
    IF FOUND THEN
      NEW.address := taken;
    END IF;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_ad$$dress_back"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
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
      PERFORM FROM public."Or""ders; --" AS u WHERE OLD.order_no = u.no FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row
      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'the row of public."Or""ders; --" that belongs to this one is being written, and its writer may wait for this transaction', HINT = 'Try the transaction again.';
      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN
        RAISE;
      END IF;
    END;
  END LOOP;
    UPDATE public."Or""ders; --" AS u SET "ad$$dress" = NULL WHERE OLD.order_no = u.no AND u."ad$$dress" IS NOT NULL;
    RETURN NULL;
  ELSIF TG_OP = 'UPDATE' THEN
    IF ROW(NEW.order_no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.order_no)::record THEN
        waits_since := pg_catalog.clock_timestamp();
  LOOP
    BEGIN
      PERFORM pg_catalog.set_config('lock_timeout', CASE WHEN own_limit BETWEEN 1 AND 99 THEN own_limit ELSE 100 END::text, true);
      PERFORM FROM public."Or""ders; --" AS u WHERE OLD.order_no = u.no FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row
      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'the row of public."Or""ders; --" that belongs to this one is being written, and its writer may wait for this transaction', HINT = 'Try the transaction again.';
      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN
        RAISE;
      END IF;
    END;
  END LOOP;
    UPDATE public."Or""ders; --" AS u SET "ad$$dress" = NULL WHERE OLD.order_no = u.no AND u."ad$$dress" IS NOT NULL;
    ELSIF NOT (ROW(NEW.address)::record OPERATOR(pg_catalog.*<>) ROW(OLD.address)::record) THEN
      RETURN NULL;
    END IF;
  ELSIF NEW.address IS NULL THEN
    RETURN NULL;
  END IF;
  waits_since := pg_catalog.clock_timestamp();
  LOOP
    BEGIN
      PERFORM pg_catalog.set_config('lock_timeout', CASE WHEN own_limit BETWEEN 1 AND 99 THEN own_limit ELSE 100 END::text, true);
      PERFORM FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row
      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'the row of public."Or""ders; --" that belongs to this one is being written, and its writer may wait for this transaction', HINT = 'Try the transaction again.';
      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN
        RAISE;
      END IF;
    END;
  END LOOP;
  UPDATE public."Or""ders; --" AS u SET "ad$$dress" = NEW.address WHERE NEW.order_no = u.no AND ROW(u."ad$$dress")::record OPERATOR(pg_catalog.*<>) ROW(NEW.address)::record;
  RETURN NULL;
END
$move$;
  END IF;
  -- a row of deliveries that goes, or gets another key, takes its fee %s along
  IF (((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_Or"ders; --_fee_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['
-- only the next version writes
', '
-- the old column is retired
']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'fee' AND NOT a.attisdropped))) IS NOT TRUE THEN
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_take"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
BEGIN
  IF NEW.fee IS NULL AND (TG_OP = 'INSERT' OR (ROW(NEW.no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.no)::record AND NOT (ROW(NEW.fee)::record OPERATOR(pg_catalog.*<>) ROW(OLD.fee)::record))) THEN
    SELECT p."fee %s" INTO NEW.fee FROM public.deliveries AS p WHERE p.order_no = NEW.no FOR SHARE;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_forth"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.fee IS NULL THEN
      RETURN NULL;
    END IF;
  ELSIF NOT (ROW(NEW.fee)::record OPERATOR(pg_catalog.*<>) ROW(OLD.fee)::record) AND NOT (NEW.fee IS NOT NULL AND ROW(NEW.no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.no)::record) THEN
    RETURN NULL;
  END IF;
  PERFORM FROM public.deliveries AS p WHERE p.order_no = NEW.no FOR NO KEY UPDATE;
  BEGIN
    UPDATE public.deliveries AS p SET "fee %s" = NEW.fee WHERE p.order_no = NEW.no AND ROW(p."fee %s")::record OPERATOR(pg_catalog.*<>) ROW(NEW.fee)::record;
  EXCEPTION WHEN integrity_constraint_violation OR data_exception OR program_limit_exceeded OR raise_exception THEN
    NULL;  -- the new table does not take it: the pair stays apart, and is counted
  END;
  RETURN NULL;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_fill"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- only the next version writes
DECLARE
  taken public."Or""ders; --".fee%TYPE;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM public.deliveries AS p WHERE p.order_no = NEW.order_no) THEN
      IF NEW."fee %s" IS NULL THEN
        SELECT u.fee INTO NEW."fee %s" FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no;
      END IF;
    ELSE
      SELECT u.fee INTO taken FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no FOR SHARE;
      NEW."fee %s" := COALESCE(NEW."fee %s", taken);
    END IF;
  ELSIF ROW(NEW."fee %s")::record OPERATOR(pg_catalog.*<>) ROW(OLD."fee %s")::record THEN
    RETURN NEW;
  ELSIF NEW."fee %s" IS NULL THEN
    SELECT u.fee INTO taken FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no;
    IF FOUND THEN
      NEW."fee %s" := taken;
    END IF;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_back"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
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
      PERFORM FROM public."Or""ders; --" AS u WHERE OLD.order_no = u.no FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row
      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'the row of public."Or""ders; --" that belongs to this one is being written, and its writer may wait for this transaction', HINT = 'Try the transaction again.';
      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN
        RAISE;
      END IF;
    END;
  END LOOP;
    UPDATE public."Or""ders; --" AS u SET fee = NULL WHERE OLD.order_no = u.no AND u.fee IS NOT NULL;
    RETURN NULL;
  ELSIF TG_OP = 'UPDATE' THEN
    IF ROW(NEW.order_no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.order_no)::record THEN
        waits_since := pg_catalog.clock_timestamp();
  LOOP
    BEGIN
      PERFORM pg_catalog.set_config('lock_timeout', CASE WHEN own_limit BETWEEN 1 AND 99 THEN own_limit ELSE 100 END::text, true);
      PERFORM FROM public."Or""ders; --" AS u WHERE OLD.order_no = u.no FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row
      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'the row of public."Or""ders; --" that belongs to this one is being written, and its writer may wait for this transaction', HINT = 'Try the transaction again.';
      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN
        RAISE;
      END IF;
    END;
  END LOOP;
    UPDATE public."Or""ders; --" AS u SET fee = NULL WHERE OLD.order_no = u.no AND u.fee IS NOT NULL;
    ELSIF NOT (ROW(NEW."fee %s")::record OPERATOR(pg_catalog.*<>) ROW(OLD."fee %s")::record) THEN
      RETURN NULL;
    END IF;
  ELSIF NEW."fee %s" IS NULL THEN
    RETURN NULL;
  END IF;
  waits_since := pg_catalog.clock_timestamp();
  LOOP
    BEGIN
      PERFORM pg_catalog.set_config('lock_timeout', CASE WHEN own_limit BETWEEN 1 AND 99 THEN own_limit ELSE 100 END::text, true);
      PERFORM FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no FOR NO KEY UPDATE;  -- raises where the snapshot is older than the row
      PERFORM pg_catalog.set_config('lock_timeout', own_limit::text, true);
      EXIT;
    EXCEPTION WHEN lock_not_available THEN
      IF EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE NOT l.granted AND pg_catalog.pg_backend_pid() = ANY (pg_catalog.pg_blocking_pids(l.pid))) THEN
        RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'the row of public."Or""ders; --" that belongs to this one is being written, and its writer may wait for this transaction', HINT = 'Try the transaction again.';
      ELSIF own_limit > 0 AND pg_catalog.clock_timestamp() >= waits_since + own_limit * interval '1 ms' THEN
        RAISE;
      END IF;
    END;
  END LOOP;
  UPDATE public."Or""ders; --" AS u SET fee = NEW."fee %s" WHERE NEW.order_no = u.no AND ROW(u.fee)::record OPERATOR(pg_catalog.*<>) ROW(NEW."fee %s")::record;
  RETURN NULL;
END
$move$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
