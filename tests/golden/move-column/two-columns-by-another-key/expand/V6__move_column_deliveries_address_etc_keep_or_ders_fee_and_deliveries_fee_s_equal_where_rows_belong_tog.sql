-- phasegate: do expand
-- rollout: move_column_deliveries_address_etc, plan 4f2c9d45
-- what: keep Or"ders; --.fee and deliveries.fee %s equal where rows belong together (triggers)
--   locks: SHARE ROW EXCLUSIVE on public."Or""ders; --" (writes wait, instant); SHARE ROW EXCLUSIVE on public.deliveries (writes wait, instant)
--   undo: yes
--   note: a write of either version that changes the value writes the other table as well, in the same transaction, and fires its triggers
--   note: a row that comes to deliveries locks its row of Or"ders; -- against change until it is committed, and the other way round
--   note: the next version may get 40001 when it writes public.deliveries."fee %s" while a transaction of the running version writes that row of public."Or""ders; --": it tries again
--   note: a transaction of the running version in REPEATABLE READ does not reach a row of deliveries that is younger than its snapshot; such pairs are counted before contract
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND g.tgname = 'zz_phasegate_before_public_Or"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND g.tgname = 'zz_phasegate_move_public_Or"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_before_public_Or"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_move_public_Or"ders; --_fee' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'fee' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_deliveries_address_etc",
  "plan_id": "4f2c9d45",
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
    }
  ],
  "locks": [
    {
      "table": "public.\"Or\"\"ders; --\"",
      "mode": "SHARE ROW EXCLUSIVE"
    },
    {
      "table": "public.deliveries",
      "mode": "SHARE ROW EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- keep Or"ders; --.fee and deliveries.fee %s equal where rows belong together (triggers)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND g.tgname = 'zz_phasegate_before_public_Or"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND g.tgname = 'zz_phasegate_move_public_Or"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_before_public_Or"ders; --_fee' AND g.tgenabled IN ('O', 'A')) AND EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.deliveries') AND g.tgname = 'zz_phasegate_move_public_Or"ders; --_fee' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'fee' AND NOT a.attisdropped))) IS NOT TRUE THEN
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_take"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- both versions write
BEGIN
  IF NEW.fee IS NULL AND (TG_OP = 'INSERT' OR (ROW(NEW.no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.no)::record AND NOT (ROW(NEW.fee)::record OPERATOR(pg_catalog.*<>) ROW(OLD.fee)::record))) THEN
    SELECT p."fee %s" INTO NEW.fee FROM public.deliveries AS p WHERE p.order_no = NEW.no FOR SHARE;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_forth"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- both versions write
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
-- both versions write
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
  ELSIF ROW(NEW.order_no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.order_no)::record THEN
    SELECT u.fee INTO taken FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no FOR SHARE;
    IF FOUND THEN
      NEW."fee %s" := taken;
    END IF;
  ELSIF NEW."fee %s" IS NULL OR pg_catalog.current_setting('phasegate.backfill', true) = 'on' THEN
    SELECT u.fee INTO taken FROM public."Or""ders; --" AS u WHERE NEW.order_no = u.no;
    IF FOUND THEN
      NEW."fee %s" := taken;
    END IF;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_back"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- both versions write
DECLARE
  own_limit bigint := 1000 * pg_catalog.date_part('epoch', pg_catalog.current_setting('lock_timeout')::interval);  -- ms; 0: none
  waits_since timestamptz;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RETURN NULL;  -- by the running version, it says nothing of the value
  ELSIF TG_OP = 'INSERT' THEN
    IF NEW."fee %s" IS NULL THEN
      RETURN NULL;
    END IF;
  ELSIF NOT (ROW(NEW."fee %s")::record OPERATOR(pg_catalog.*<>) ROW(OLD."fee %s")::record) THEN
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
    CREATE TRIGGER "zz_phasegate_before_public_Or""ders; --_fee" BEFORE INSERT OR UPDATE ON public."Or""ders; --" FOR EACH ROW EXECUTE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_take"();
    CREATE TRIGGER "zz_phasegate_move_public_Or""ders; --_fee" AFTER INSERT OR UPDATE ON public."Or""ders; --" FOR EACH ROW EXECUTE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_forth"();
    CREATE TRIGGER "zz_phasegate_before_public_Or""ders; --_fee" BEFORE INSERT OR UPDATE ON public.deliveries FOR EACH ROW EXECUTE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_fill"();
    CREATE TRIGGER "zz_phasegate_move_public_Or""ders; --_fee" AFTER INSERT OR UPDATE OR DELETE ON public.deliveries FOR EACH ROW EXECUTE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_back"();
  END IF;
END
$phasegate$;
RESET statement_timeout;
