-- phasegate: undo expand
-- rollout: drop_identity_orders_id_etc, plan 5314e76e
-- what: let the application give orders.id
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a')
-- what: add a column of type bigint beside orders.id
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow orders.id (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: add a column of type bigint beside orders.place
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'zz_phasegate_next_place' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow orders.place (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.orders') AND g.tgname = 'zz_phasegate_sync_public_orders_place' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_orders_id_etc",
  "plan_id": "5314e76e",
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
  -- undo: let the new column follow orders.place (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_orders_place ON public.orders;
    DROP FUNCTION IF EXISTS phasegate.sync_public_orders_place();
    DROP FUNCTION IF EXISTS phasegate.up_public_orders_place(integer);
  END IF;
  -- undo: add a column of type bigint beside orders.place
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders DROP COLUMN zz_phasegate_next_place;
  END IF;
  -- undo: let the new column follow orders.id (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_orders_id ON public.orders;
    DROP FUNCTION IF EXISTS phasegate.sync_public_orders_id();
    DROP FUNCTION IF EXISTS phasegate.up_public_orders_id(integer);
  END IF;
  -- undo: add a column of type bigint beside orders.id
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders DROP COLUMN zz_phasegate_next_id;
  END IF;
  -- undo: let the application give orders.id
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER COLUMN id SET GENERATED ALWAYS;
  END IF;
END
$phasegate$;
RESET statement_timeout;
