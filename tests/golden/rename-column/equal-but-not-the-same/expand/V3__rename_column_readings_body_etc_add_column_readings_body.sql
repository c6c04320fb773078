-- phasegate: do expand
-- rollout: rename_column_readings_body_etc, plan 258fd783
-- what: add column readings.body
--   locks: ACCESS EXCLUSIVE on public.readings (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'body' AND NOT a.attisdropped)
-- what: keep doc and body equal on readings (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.readings (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_body' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'doc' AND NOT a.attisdropped))
-- what: add column readings.spot
--   locks: ACCESS EXCLUSIVE on public.readings (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'spot' AND NOT a.attisdropped)
-- what: keep place and spot equal on readings (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.readings (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_spot' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'place' AND NOT a.attisdropped))
-- what: add column readings.total
--   locks: ACCESS EXCLUSIVE on public.readings (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'total' AND NOT a.attisdropped)
-- what: keep amount and total equal on readings (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.readings (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_total' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'amount' AND NOT a.attisdropped))
-- what: add column readings.was_found
--   locks: ACCESS EXCLUSIVE on public.readings (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'was_found' AND NOT a.attisdropped)
-- what: keep found and was_found equal on readings (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.readings (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_was_found_4a8c1cf2' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'found' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_readings_body_etc",
  "plan_id": "258fd783",
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
    "public.readings"
  ],
  "touches": [
    "column public.readings.amount",
    "column public.readings.body",
    "column public.readings.doc",
    "column public.readings.found",
    "column public.readings.place",
    "column public.readings.spot",
    "column public.readings.total",
    "column public.readings.was_found",
    "column public.readings.zz_phasegate_amount",
    "column public.readings.zz_phasegate_doc",
    "column public.readings.zz_phasegate_found",
    "column public.readings.zz_phasegate_place",
    "trigger public.readings.zz_phasegate_sync_public_readings_body",
    "trigger public.readings.zz_phasegate_sync_public_readings_spot",
    "trigger public.readings.zz_phasegate_sync_public_readings_total",
    "trigger public.readings.zz_phasegate_sync_public_readings_was_found_4a8c1cf2"
  ],
  "fingerprint": "99a1bca695d0f1d565ffddc463515e19",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column readings.body
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'body' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.readings ADD COLUMN body json;
    CALL phasegate.copy_column_grants('public.readings', 'doc', 'public.readings', 'body');
  END IF;
  -- keep doc and body equal on readings (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_body' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'doc' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_body' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'doc' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_readings_body'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.readings fire after zz_phasegate_sync_public_readings_body by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_readings_body(doc json, OUT phasegate_up_1 json, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_readings_body.doc;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_readings_body() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 json;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.doc;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.body IS NULL);
  ELSE
    new_side_written := ROW(NEW.body)::record OPERATOR(pg_catalog.*<>) ROW(OLD.body)::record;
    old_side_written := ROW(NEW.doc)::record OPERATOR(pg_catalog.*<>) ROW(OLD.doc)::record OR (NEW.body IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.body)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.doc := NEW.body;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.body := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_readings_body BEFORE INSERT OR UPDATE ON public.readings FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_readings_body();
  END IF;
  -- add column readings.spot
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'spot' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.readings ADD COLUMN spot public.place;
    CALL phasegate.copy_column_grants('public.readings', 'place', 'public.readings', 'spot');
  END IF;
  -- keep place and spot equal on readings (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_spot' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'place' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_spot' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'place' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_readings_spot'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.readings fire after zz_phasegate_sync_public_readings_spot by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_readings_spot(place public.place, OUT phasegate_up_1 public.place, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_readings_spot.place;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_readings_spot() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 public.place;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.place;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.spot IS NOT DISTINCT FROM NULL);
  ELSE
    new_side_written := ROW(NEW.spot)::record OPERATOR(pg_catalog.*<>) ROW(OLD.spot)::record;
    old_side_written := ROW(NEW.place)::record OPERATOR(pg_catalog.*<>) ROW(OLD.place)::record OR (NEW.spot IS NOT DISTINCT FROM NULL);
  END IF;
  IF new_side_written AND ROW(NEW.spot)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.place := NEW.spot;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.spot := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_readings_spot BEFORE INSERT OR UPDATE ON public.readings FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_readings_spot();
  END IF;
  -- add column readings.total
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'total' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.readings ADD COLUMN total numeric;
    CALL phasegate.copy_column_grants('public.readings', 'amount', 'public.readings', 'total');
  END IF;
  -- keep amount and total equal on readings (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_total' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'amount' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_total' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'amount' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_readings_total'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.readings fire after zz_phasegate_sync_public_readings_total by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_readings_total(amount numeric, OUT phasegate_up_1 numeric, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_readings_total.amount;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_readings_total() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 numeric;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.amount;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.total IS NULL);
  ELSE
    new_side_written := ROW(NEW.total)::record OPERATOR(pg_catalog.*<>) ROW(OLD.total)::record;
    old_side_written := ROW(NEW.amount)::record OPERATOR(pg_catalog.*<>) ROW(OLD.amount)::record OR (NEW.total IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.total)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.amount := NEW.total;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.total := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_readings_total BEFORE INSERT OR UPDATE ON public.readings FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_readings_total();
  END IF;
  -- add column readings.was_found
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'was_found' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.readings ADD COLUMN was_found boolean;
    CALL phasegate.copy_column_grants('public.readings', 'found', 'public.readings', 'was_found');
  END IF;
  -- keep found and was_found equal on readings (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_was_found_4a8c1cf2' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'found' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_was_found_4a8c1cf2' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'found' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_readings_was_found_4a8c1cf2'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.readings fire after zz_phasegate_sync_public_readings_was_found_4a8c1cf2 by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_readings_was_found_4a8c1cf2(phasegate_found boolean, OUT phasegate_up_1 boolean, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_readings_was_found_4a8c1cf2.phasegate_found;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_readings_was_found_4a8c1cf2() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 boolean;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.found;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.was_found IS NULL);
  ELSE
    new_side_written := ROW(NEW.was_found)::record OPERATOR(pg_catalog.*<>) ROW(OLD.was_found)::record;
    old_side_written := ROW(NEW.found)::record OPERATOR(pg_catalog.*<>) ROW(OLD.found)::record OR (NEW.was_found IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.was_found)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.found := NEW.was_found;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.was_found := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_readings_was_found_4a8c1cf2 BEFORE INSERT OR UPDATE ON public.readings FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_readings_was_found_4a8c1cf2();
  END IF;
END
$phasegate$;
RESET statement_timeout;
