-- phasegate: undo expand
-- rollout: change_type_codes_code, plan e3ec2df7
-- what: add a column of type character varying(12) beside codes.code
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_code' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: let the new column follow codes.code (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.codes (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_code' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: add a column of type numeric(8,2) beside codes.price
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_price' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: let the new column follow codes.price (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.codes (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_price' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: add a column of type integer beside codes.size
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_size' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- what: let the new column follow codes.size (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.codes (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_size' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_codes_code",
  "plan_id": "e3ec2df7",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new column follow codes.size (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_codes_size ON public.codes;
    DROP FUNCTION IF EXISTS phasegate.sync_public_codes_size();
    DROP FUNCTION IF EXISTS phasegate.up_public_codes_size(bigint);
  END IF;
  -- undo: add a column of type integer beside codes.size
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.codes DROP COLUMN zz_phasegate_next_size;
  END IF;
  -- undo: let the new column follow codes.price (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_codes_price ON public.codes;
    DROP FUNCTION IF EXISTS phasegate.sync_public_codes_price();
    DROP FUNCTION IF EXISTS phasegate.up_public_codes_price(numeric);
  END IF;
  -- undo: add a column of type numeric(8,2) beside codes.price
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.codes DROP COLUMN zz_phasegate_next_price;
  END IF;
  -- undo: let the new column follow codes.code (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_codes_code ON public.codes;
    DROP FUNCTION IF EXISTS phasegate.sync_public_codes_code();
    DROP FUNCTION IF EXISTS phasegate.up_public_codes_code(text);
  END IF;
  -- undo: add a column of type character varying(12) beside codes.code
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.codes DROP COLUMN zz_phasegate_next_code;
  END IF;
END
$phasegate$;
RESET statement_timeout;
