-- phasegate: undo validate (enforce)
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
  -- undo: add foreign key phasegate_new_a_fk of orders to public."we""ird; --"
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders DROP CONSTRAINT IF EXISTS phasegate_new_a_fk;
  END IF;
END
$phasegate$;
RESET statement_timeout;
