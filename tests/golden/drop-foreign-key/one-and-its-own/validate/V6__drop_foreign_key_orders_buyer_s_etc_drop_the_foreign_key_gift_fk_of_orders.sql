-- phasegate: do validate (open)
-- rollout: drop_foreign_key_orders_buyer_s_etc, plan d9f5a001
-- what: drop the foreign key gift_fk of orders
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant); ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'gift_fk')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_foreign_key_orders_buyer_s_etc",
  "plan_id": "d9f5a001",
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
  "part": "open",
  "sessions": false,
  "tables": [
    "public.orders",
    "public.users"
  ],
  "touches": [
    "constraint public.orders.\"buyer's\"",
    "constraint public.orders.gift_fk",
    "constraint public.orders.orders_repeats_fkey"
  ],
  "fingerprint": "25a7bd6b54a6f49342a02f2a378235da",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'buyer''s')",
      "otherwise": "the foreign key buyer's of public.orders is still there"
    }
  ],
  "locks": [
    {
      "table": "public.orders",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.users",
      "mode": "ACCESS EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop the foreign key gift_fk of orders
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'gift_fk')) IS NOT TRUE THEN
    ALTER TABLE public.orders DROP CONSTRAINT gift_fk;
  END IF;
END
$phasegate$;
RESET statement_timeout;
