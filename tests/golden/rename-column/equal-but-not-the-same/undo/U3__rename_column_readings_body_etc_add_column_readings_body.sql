-- phasegate: undo expand
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
  "part": "main",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.readings AS t CROSS JOIN LATERAL phasegate.up_public_readings_body(t.doc) AS u WHERE (t.body IS NOT NULL) AND ((t.body)::text IS DISTINCT FROM (u.phasegate_up_1)::text)",
      "what": "rows whose values only the next version could have written (keep doc and body equal on readings (trigger))"
    },
    {
      "sql": "SELECT count(*) FROM public.readings AS t CROSS JOIN LATERAL phasegate.up_public_readings_spot(t.place) AS u WHERE (t.spot IS DISTINCT FROM NULL) AND (ROW(t.spot)::record OPERATOR(pg_catalog.*<>) ROW(u.phasegate_up_1)::record)",
      "what": "rows whose values only the next version could have written (keep place and spot equal on readings (trigger))"
    },
    {
      "sql": "SELECT count(*) FROM public.readings AS t CROSS JOIN LATERAL phasegate.up_public_readings_total(t.amount) AS u WHERE (t.total IS NOT NULL) AND (t.total IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (keep amount and total equal on readings (trigger))"
    },
    {
      "sql": "SELECT count(*) FROM public.readings AS t CROSS JOIN LATERAL phasegate.up_public_readings_was_found_4a8c1cf2(t.found) AS u WHERE (t.was_found IS NOT NULL) AND (t.was_found IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (keep found and was_found equal on readings (trigger))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: keep found and was_found equal on readings (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_readings_was_found_4a8c1cf2 ON public.readings;
    DROP FUNCTION IF EXISTS phasegate.sync_public_readings_was_found_4a8c1cf2();
    DROP FUNCTION IF EXISTS phasegate.up_public_readings_was_found_4a8c1cf2(boolean);
  END IF;
  -- undo: add column readings.was_found
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.readings DROP COLUMN was_found;
  END IF;
  -- undo: keep amount and total equal on readings (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_readings_total ON public.readings;
    DROP FUNCTION IF EXISTS phasegate.sync_public_readings_total();
    DROP FUNCTION IF EXISTS phasegate.up_public_readings_total(numeric);
  END IF;
  -- undo: add column readings.total
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.readings DROP COLUMN total;
  END IF;
  -- undo: keep place and spot equal on readings (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_readings_spot ON public.readings;
    DROP FUNCTION IF EXISTS phasegate.sync_public_readings_spot();
    DROP FUNCTION IF EXISTS phasegate.up_public_readings_spot(public.place);
  END IF;
  -- undo: add column readings.spot
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.readings DROP COLUMN spot;
  END IF;
  -- undo: keep doc and body equal on readings (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_readings_body ON public.readings;
    DROP FUNCTION IF EXISTS phasegate.sync_public_readings_body();
    DROP FUNCTION IF EXISTS phasegate.up_public_readings_body(json);
  END IF;
  -- undo: add column readings.body
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.readings DROP COLUMN body;
  END IF;
END
$phasegate$;
RESET statement_timeout;
