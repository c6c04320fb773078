-- phasegate: undo contract (retire)
-- rollout: drop_serial_orders_id, plan 4ba4b815
-- what: retire sequence public.orders_id_seq by renaming
--   locks: ACCESS EXCLUSIVE on public.orders_id_seq (all wait, instant)
--   undo: yes
--   verify: NOT pg_catalog.to_regclass('public.orders_id_seq') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_serial_orders_id",
  "plan_id": "4ba4b815",
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
  -- undo: retire sequence public.orders_id_seq by renaming
  IF (false) IS NOT TRUE THEN
    ALTER SEQUENCE public.zz_phasegate_orders_id_seq RENAME TO orders_id_seq;
  END IF;
END
$phasegate$;
RESET statement_timeout;
