-- phasegate: do validate (enforce)
-- rollout: drop_identity_orders_id, plan 9475c109
-- what: replace the identity of orders.id by a default
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: undo makes it an identity again that goes on after the highest number in the table: numbers of deleted rows may come again
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = '') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_orders_id",
  "plan_id": "9475c109",
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.orders"
  ],
  "touches": [
    "column public.orders.id"
  ],
  "fingerprint": "6c763c69940788db9bb6ed1f0e558f4b",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- replace the identity of orders.id by a default
  IF ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = '') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef))) IS NOT TRUE THEN
    DO $numbers$
BEGIN
  EXECUTE 'ALTER SEQUENCE ' || (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id') || ' RENAME TO zz_phasegate_orders_id_seq';
END
$numbers$;
    ALTER TABLE public.orders ALTER COLUMN id DROP IDENTITY;
    ALTER TABLE public.orders ALTER COLUMN id SET DEFAULT nextval('numbers');
  END IF;
END
$phasegate$;
RESET statement_timeout;
