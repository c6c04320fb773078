-- phasegate: do validate (open)
-- rollout: drop_foreign_key_orders_buyer_s_etc, plan d9f5a001
-- what: asks whether everything is done, and closes the rollout
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
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'gift_fk')",
      "otherwise": "the foreign key gift_fk of public.orders is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'orders_repeats_fkey')",
      "otherwise": "the foreign key orders_repeats_fkey of public.orders is still there"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('drop_foreign_key_orders_buyer_s_etc');
END
$phasegate$;
RESET statement_timeout;
