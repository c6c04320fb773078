-- phasegate: undo expand
-- rollout: create_sequence_countdown_etc, plan 69252f1d
-- what: create sequence public.countdown
--   locks: none on relations
--   undo: yes
--   verify: pg_catalog.to_regclass('public.countdown') IS NOT NULL
-- what: create sequence public.invoice_numbers
--   locks: none on relations
--   undo: yes
--   verify: pg_catalog.to_regclass('public.invoice_numbers') IS NOT NULL
-- what: sequence public.invoice_numbers goes away with column users.id
--   locks: SHARE ROW EXCLUSIVE on public.invoice_numbers (writes wait, instant); ACCESS SHARE on public.users (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.invoice_numbers') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.users') AND a.attname = 'id')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_sequence_countdown_etc",
  "plan_id": "69252f1d",
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
  -- undo: sequence public.invoice_numbers goes away with column users.id
  IF (false) IS NOT TRUE THEN
    ALTER SEQUENCE public.invoice_numbers OWNED BY NONE;
  END IF;
  -- undo: create sequence public.invoice_numbers
  IF (false) IS NOT TRUE THEN
    DROP SEQUENCE public.invoice_numbers;
  END IF;
  -- undo: create sequence public.countdown
  IF (false) IS NOT TRUE THEN
    DROP SEQUENCE public.countdown;
  END IF;
END
$phasegate$;
RESET statement_timeout;
