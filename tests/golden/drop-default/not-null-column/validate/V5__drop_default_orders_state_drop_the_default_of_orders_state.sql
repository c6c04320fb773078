-- phasegate: do validate (enforce)
-- rollout: drop_default_orders_state, plan b65c9cf2
-- what: drop the default of orders.state
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: the column is not null: from here on, an INSERT without it fails
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'state' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'state' AND NOT a.attisdropped AND a.atthasdef)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_default_orders_state",
  "plan_id": "b65c9cf2",
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
    "column public.orders.state"
  ],
  "fingerprint": "3a9a6c7b7f09a7e26c7d21984547e26c",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop the default of orders.state
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'state' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'state' AND NOT a.attisdropped AND a.atthasdef)) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER COLUMN state DROP DEFAULT;
  END IF;
END
$phasegate$;
RESET statement_timeout;
