-- phasegate: undo validate (enforce)
-- rollout: set_default_orders_placed_at_etc, plan ff0719aa
-- what: change the default of orders.placed_at
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: rows that are there keep their values
--   verify: COALESCE(phasegate.default_text('public.orders', 'placed_at') <> '''2019-12-31 23:00:00+00''::timestamp with time zone', false)
-- what: change the default of orders.state
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: rows that are there keep their values
--   verify: COALESCE(phasegate.default_text('public.orders', 'state') <> '''new''::text', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_default_orders_placed_at_etc",
  "plan_id": "ff0719aa",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: change the default of orders.state
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER COLUMN state SET DEFAULT 'new'::text;
  END IF;
  -- undo: change the default of orders.placed_at
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER COLUMN placed_at SET DEFAULT '2019-12-31 23:00:00+00'::timestamp with time zone;
  END IF;
END
$phasegate$;
RESET statement_timeout;
