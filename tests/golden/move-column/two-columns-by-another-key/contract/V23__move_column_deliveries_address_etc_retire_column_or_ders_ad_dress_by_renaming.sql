-- phasegate: do contract (retire)
-- rollout: move_column_deliveries_address_etc, plan 4f2c9d45
-- what: retire column Or"ders; --.ad$$dress by renaming
--   locks: ACCESS EXCLUSIVE on public."Or""ders; --" (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'ad$$dress' AND NOT a.attisdropped)
-- what: retire column Or"ders; --.fee by renaming
--   locks: ACCESS EXCLUSIVE on public."Or""ders; --" (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'fee' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "move_column_deliveries_address_etc",
  "plan_id": "4f2c9d45",
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
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_Or\"ders; --_ad$$dress_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['\n-- only the next version writes\n', '\n-- the old column is retired\n']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND a.attname = 'ad$$dress' AND NOT a.attisdropped))",
      "otherwise": "the functions that keep public.deliveries.address equal are still those for two versions"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS f JOIN pg_catalog.pg_namespace AS n ON n.oid = f.pronamespace WHERE n.nspname = 'phasegate' AND f.proname = 'sync_move_public_Or\"ders; --_fee_back' AND EXISTS (SELECT FROM pg_catalog.unnest(ARRAY['\n-- only the next version writes\n', '\n-- the old column is retired\n']) AS m (mark) WHERE pg_catalog.strpos(f.prosrc, m.mark) = 1))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.\"Or\"\"ders; --\"') AND a.attname = 'fee' AND NOT a.attisdropped))",
      "otherwise": "the functions that keep public.deliveries.\"fee %s\" equal are still those for two versions"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_deliveries_address_etc' AND p.step = 'move-column public.deliveries.address (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of deliveries.address from Or\"ders; --.ad$$dress in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'move_column_deliveries_address_etc' AND p.step = 'move-column public.deliveries.\"fee %s\" (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of deliveries.fee %s from Or\"ders; --.fee in batches"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.deliveries') AND c.conname = 'phasegate_nn_deliveries_fee %s') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'fee %s' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_deliveries_fee %s is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.deliveries') AND c.conname = 'phasegate_nn_deliveries_fee %s' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'fee %s' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.deliveries have NULL in fee %s"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.deliveries') AND a.attname = 'fee %s' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.deliveries.\"fee %s\" may still be NULL"
    }
  ],
  "going": [
    {
      "what": "column public.\"Or\"\"ders; --\".\"ad$$dress\" (goes)",
      "tables": [
        "public.\"Or\"\"ders; --\""
      ],
      "column": "ad$$dress"
    },
    {
      "what": "column public.\"Or\"\"ders; --\".fee (goes)",
      "tables": [
        "public.\"Or\"\"ders; --\""
      ],
      "column": "fee"
    }
  ],
  "unproven": [
    "constraint public.deliveries.\"phasegate_nn_deliveries_fee %s\""
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column Or"ders; --.ad$$dress by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'ad$$dress' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'ad$$dress' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public."Or""ders; --"."ad$$dress"';
    END IF;
    CALL phasegate.require_column_grants('public."Or""ders; --"', 'ad$$dress', 'public.deliveries', 'address');
    ALTER TABLE public."Or""ders; --" RENAME COLUMN "ad$$dress" TO "zz_phasegate_ad$$dress";
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_ad$$dress_take"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
BEGIN
  IF NEW."zz_phasegate_ad$$dress" IS NULL AND (TG_OP = 'INSERT' OR (ROW(NEW.no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.no)::record AND NOT (ROW(NEW."zz_phasegate_ad$$dress")::record OPERATOR(pg_catalog.*<>) ROW(OLD."zz_phasegate_ad$$dress")::record))) THEN
    SELECT p.address INTO NEW."zz_phasegate_ad$$dress" FROM public.deliveries AS p WHERE p.order_no = NEW.no FOR SHARE;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_ad$$dress_forth"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
BEGIN
  RETURN NULL;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_ad$$dress_fill"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
BEGIN
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_ad$$dress_back"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
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
    UPDATE public."Or""ders; --" AS u SET "zz_phasegate_ad$$dress" = NULL WHERE OLD.order_no = u.no AND u."zz_phasegate_ad$$dress" IS NOT NULL;
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
    UPDATE public."Or""ders; --" AS u SET "zz_phasegate_ad$$dress" = NULL WHERE OLD.order_no = u.no AND u."zz_phasegate_ad$$dress" IS NOT NULL;
    ELSIF NOT (ROW(NEW.address)::record OPERATOR(pg_catalog.*<>) ROW(OLD.address)::record) THEN
      RETURN NULL;
    END IF;
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
  UPDATE public."Or""ders; --" AS u SET "zz_phasegate_ad$$dress" = NEW.address WHERE NEW.order_no = u.no AND ROW(u."zz_phasegate_ad$$dress")::record OPERATOR(pg_catalog.*<>) ROW(NEW.address)::record;
  RETURN NULL;
END
$move$;
  END IF;
  -- retire column Or"ders; --.fee by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'fee' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public."Or""ders; --"') AND a.attname = 'fee' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public."Or""ders; --".fee';
    END IF;
    CALL phasegate.require_column_grants('public."Or""ders; --"', 'fee', 'public.deliveries', 'fee %s');
    ALTER TABLE public."Or""ders; --" RENAME COLUMN fee TO zz_phasegate_fee;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_take"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
BEGIN
  IF NEW.zz_phasegate_fee IS NULL AND (TG_OP = 'INSERT' OR (ROW(NEW.no)::record OPERATOR(pg_catalog.*<>) ROW(OLD.no)::record AND NOT (ROW(NEW.zz_phasegate_fee)::record OPERATOR(pg_catalog.*<>) ROW(OLD.zz_phasegate_fee)::record))) THEN
    SELECT p."fee %s" INTO NEW.zz_phasegate_fee FROM public.deliveries AS p WHERE p.order_no = NEW.no FOR SHARE;
  END IF;
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_forth"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
BEGIN
  RETURN NULL;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_fill"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
-- the old column is retired
BEGIN
  RETURN NEW;
END
$move$;
    CREATE OR REPLACE FUNCTION phasegate."sync_move_public_Or""ders; --_fee_back"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $move$
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
    UPDATE public."Or""ders; --" AS u SET zz_phasegate_fee = NULL WHERE OLD.order_no = u.no AND u.zz_phasegate_fee IS NOT NULL;
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
    UPDATE public."Or""ders; --" AS u SET zz_phasegate_fee = NULL WHERE OLD.order_no = u.no AND u.zz_phasegate_fee IS NOT NULL;
    ELSIF NOT (ROW(NEW."fee %s")::record OPERATOR(pg_catalog.*<>) ROW(OLD."fee %s")::record) THEN
      RETURN NULL;
    END IF;
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
  UPDATE public."Or""ders; --" AS u SET zz_phasegate_fee = NEW."fee %s" WHERE NEW.order_no = u.no AND ROW(u.zz_phasegate_fee)::record OPERATOR(pg_catalog.*<>) ROW(NEW."fee %s")::record;
  RETURN NULL;
END
$move$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
