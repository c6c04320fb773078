-- phasegate: do validate (enforce)
-- rollout: change_foreign_key_orders_a_fk_etc, plan 0b667c86
-- what: add foreign key phasegate_new_a_fk of orders to public."we""ird; --"
--   locks: SHARE ROW EXCLUSIVE on public.orders (writes wait, instant); SHARE ROW EXCLUSIVE on public."we""ird; --" (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_a_fk') OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'a_fk' AND c.contype = 'f' AND (c.confrelid IS DISTINCT FROM pg_catalog.to_regclass('public.users') OR c.confdeltype <> 'a')))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_foreign_key_orders_a_fk_etc",
  "plan_id": "0b667c86",
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
    "public.\"we\"\"ird; --\""
  ],
  "touches": [
    "constraint public.orders.a_fk",
    "constraint public.orders.b_fk",
    "constraint public.orders.c_fk",
    "constraint public.orders.d_fk",
    "constraint public.orders.e_fk",
    "constraint public.orders.phasegate_new_a_fk",
    "constraint public.orders.phasegate_new_b_fk"
  ],
  "fingerprint": "2bf5aa59aa16db8c49cf57e723b238a4",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'd_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = false))",
      "otherwise": "the foreign key d_fk of public.orders is not checked at once, or later where asked for"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'e_fk' AND c.contype = 'f' AND (c.condeferrable = true AND c.condeferred = true))",
      "otherwise": "the foreign key e_fk of public.orders is not checked at the end of the transaction"
    }
  ],
  "locks": [
    {
      "table": "public.\"we\"\"ird; --\"",
      "mode": "SHARE ROW EXCLUSIVE"
    },
    {
      "table": "public.orders",
      "mode": "SHARE ROW EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add foreign key phasegate_new_a_fk of orders to public."we""ird; --"
  IF ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'phasegate_new_a_fk') OR EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'a_fk' AND c.contype = 'f' AND (c.confrelid IS DISTINCT FROM pg_catalog.to_regclass('public.users') OR c.confdeltype <> 'a')))) IS NOT TRUE THEN
    ALTER TABLE public.orders ADD CONSTRAINT phasegate_new_a_fk FOREIGN KEY (user_id) references public."we""ird; --"(id) on delete cascade not valid;
    COMMENT ON CONSTRAINT phasegate_new_a_fk ON public.orders IS 'the buyer';
  END IF;
END
$phasegate$;
RESET statement_timeout;
