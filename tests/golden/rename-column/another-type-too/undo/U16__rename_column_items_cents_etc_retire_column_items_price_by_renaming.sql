-- phasegate: undo contract (retire)
-- rollout: rename_column_items_cents_etc, plan 96de6ef4
-- what: retire column items.price by renaming
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'price' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_items_cents_etc",
  "plan_id": "96de6ef4",
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
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.items AS t CROSS JOIN LATERAL phasegate.up_public_items_cents(t.zz_phasegate_price) AS u WHERE (t.cents IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (retire column items.price by renaming)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: retire column items.price by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.items RENAME COLUMN zz_phasegate_price TO price;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_items_cents() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 bigint;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.price * 100;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.cents IS NULL);
  ELSE
    new_side_written := ROW(NEW.cents)::record OPERATOR(pg_catalog.*<>) ROW(OLD.cents)::record;
    old_side_written := ROW(NEW.price)::record OPERATOR(pg_catalog.*<>) ROW(OLD.price)::record OR (NEW.cents IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.cents)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.price := NEW.cents / 100;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.cents := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
