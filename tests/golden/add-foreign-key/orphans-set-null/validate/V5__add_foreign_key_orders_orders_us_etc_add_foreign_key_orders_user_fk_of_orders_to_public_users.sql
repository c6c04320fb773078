-- phasegate: do validate (enforce)
-- rollout: add_foreign_key_orders_orders_us_etc, plan d3dbaff3
-- what: add foreign key orders_user_fk of orders to public.users
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant); SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_foreign_key_orders_orders_us_etc",
  "plan_id": "d3dbaff3",
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
    "public.orders",
    "public.users",
    "public.visits",
    "public.\"we\"\"ird; --\""
  ],
  "touches": [
    "constraint public.orders.orders_user_fk",
    "constraint public.visits.visits_user_fk",
    "constraint public.\"we\"\"ird; --\".next_fk"
  ],
  "fingerprint": "74cd0a630831bca19db2f50ccfb7e0e0",
  "conditions": [],
  "locks": [
    {
      "table": "public.orders",
      "mode": "SHARE ROW EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "SHARE ROW EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add foreign key orders_user_fk of orders to public.users
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_user_fk')) IS NOT TRUE THEN
    ALTER TABLE public.orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) references public.users(id) not valid;
  END IF;
END
$phasegate$;
RESET statement_timeout;
