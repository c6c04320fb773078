-- phasegate: undo contract (swap)
-- rollout: rename_sequence_we_ird____, plan a07e9564
-- what: rename sequence public.order_ids to we"ird; --
--   locks: ACCESS EXCLUSIVE on public.order_ids (all wait, instant)
--   undo: yes
--   note: from here on nextval('public.order_ids') by that name fails, also in functions; defaults follow the new name
--   note: the default of public.orders.id follows
--   verify: (pg_catalog.to_regclass('public."we""ird; --"') IS NOT NULL AND NOT pg_catalog.to_regclass('public.order_ids') IS NOT NULL)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_sequence_we_ird____",
  "plan_id": "a07e9564",
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
  "part": "swap",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: rename sequence public.order_ids to we"ird; --
  IF (false) IS NOT TRUE THEN
    ALTER SEQUENCE public."we""ird; --" RENAME TO order_ids;
  END IF;
END
$phasegate$;
RESET statement_timeout;
