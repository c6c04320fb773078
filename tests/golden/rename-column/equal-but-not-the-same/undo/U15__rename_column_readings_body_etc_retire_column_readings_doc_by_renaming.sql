-- phasegate: undo contract (retire)
-- rollout: rename_column_readings_body_etc, plan 258fd783
-- what: retire column readings.doc by renaming
--   locks: ACCESS EXCLUSIVE on public.readings (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'doc' AND NOT a.attisdropped)
-- what: retire column readings.place by renaming
--   locks: ACCESS EXCLUSIVE on public.readings (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'place' AND NOT a.attisdropped)
-- what: retire column readings.amount by renaming
--   locks: ACCESS EXCLUSIVE on public.readings (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'amount' AND NOT a.attisdropped)
-- what: retire column readings.found by renaming
--   locks: ACCESS EXCLUSIVE on public.readings (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'found' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_readings_body_etc",
  "plan_id": "258fd783",
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
  -- undo: retire column readings.found by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.readings RENAME COLUMN zz_phasegate_found TO found;
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
  END IF;
  -- undo: retire column readings.amount by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.readings RENAME COLUMN zz_phasegate_amount TO amount;
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
  END IF;
  -- undo: retire column readings.place by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.readings RENAME COLUMN zz_phasegate_place TO place;
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
  END IF;
  -- undo: retire column readings.doc by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.readings RENAME COLUMN zz_phasegate_doc TO doc;
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
  END IF;
END
$phasegate$;
RESET statement_timeout;
