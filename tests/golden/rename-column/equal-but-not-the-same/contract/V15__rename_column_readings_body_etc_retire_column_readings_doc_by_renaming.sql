-- phasegate: do contract (retire)
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
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'body' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.readings are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_body' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'doc' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_readings_body is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'spot' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.readings are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_spot' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'place' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_readings_spot is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'total' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.readings are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_total' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'amount' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_readings_total is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'was_found' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.readings are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_was_found_4a8c1cf2' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'found' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_readings_was_found_4a8c1cf2 is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_readings_body_etc' AND p.step = 'rename-column public.readings.body'), false)",
      "otherwise": "not every row is filled: fill readings.body in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_readings_body_etc' AND p.step = 'rename-column public.readings.spot'), false)",
      "otherwise": "not every row is filled: fill readings.spot in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_readings_body_etc' AND p.step = 'rename-column public.readings.total'), false)",
      "otherwise": "not every row is filled: fill readings.total in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_readings_body_etc' AND p.step = 'rename-column public.readings.was_found'), false)",
      "otherwise": "not every row is filled: fill readings.was_found in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_readings_body_etc' AND p.step = 'rename-column public.readings.body (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of readings.body"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_readings_body_etc' AND p.step = 'rename-column public.readings.spot (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of readings.spot"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_readings_body_etc' AND p.step = 'rename-column public.readings.total (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of readings.total"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_readings_body_etc' AND p.step = 'rename-column public.readings.was_found (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of readings.was_found"
    }
  ],
  "going": [
    {
      "what": "column public.readings.amount (is renamed)",
      "tables": [
        "public.readings"
      ],
      "column": "amount"
    },
    {
      "what": "column public.readings.doc (is renamed)",
      "tables": [
        "public.readings"
      ],
      "column": "doc"
    },
    {
      "what": "column public.readings.found (is renamed)",
      "tables": [
        "public.readings"
      ],
      "column": "found"
    },
    {
      "what": "column public.readings.place (is renamed)",
      "tables": [
        "public.readings"
      ],
      "column": "place"
    }
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column readings.doc by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'doc' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'doc' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions doc of public.readings';
    END IF;
    CALL phasegate.require_column_grants('public.readings', 'doc', 'public.readings', 'body');
    ALTER TABLE public.readings RENAME COLUMN doc TO zz_phasegate_doc;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_readings_body() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.body)::record OPERATOR(pg_catalog.*<>) ROW(OLD.body)::record THEN
    NEW.zz_phasegate_doc := NEW.body;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
  -- retire column readings.place by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'place' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'place' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions place of public.readings';
    END IF;
    CALL phasegate.require_column_grants('public.readings', 'place', 'public.readings', 'spot');
    ALTER TABLE public.readings RENAME COLUMN place TO zz_phasegate_place;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_readings_spot() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.spot)::record OPERATOR(pg_catalog.*<>) ROW(OLD.spot)::record THEN
    NEW.zz_phasegate_place := NEW.spot;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
  -- retire column readings.amount by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'amount' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'amount' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions amount of public.readings';
    END IF;
    CALL phasegate.require_column_grants('public.readings', 'amount', 'public.readings', 'total');
    ALTER TABLE public.readings RENAME COLUMN amount TO zz_phasegate_amount;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_readings_total() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.total)::record OPERATOR(pg_catalog.*<>) ROW(OLD.total)::record THEN
    NEW.zz_phasegate_amount := NEW.total;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
  -- retire column readings.found by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'found' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'found' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions found of public.readings';
    END IF;
    CALL phasegate.require_column_grants('public.readings', 'found', 'public.readings', 'was_found');
    ALTER TABLE public.readings RENAME COLUMN found TO zz_phasegate_found;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_readings_was_found_4a8c1cf2() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.was_found)::record OPERATOR(pg_catalog.*<>) ROW(OLD.was_found)::record THEN
    NEW.zz_phasegate_found := NEW.was_found;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
