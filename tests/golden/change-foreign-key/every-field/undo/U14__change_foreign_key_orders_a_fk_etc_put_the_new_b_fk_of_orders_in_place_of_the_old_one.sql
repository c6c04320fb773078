-- phasegate: undo validate (enforce)
-- rollout: change_foreign_key_orders_a_fk_etc, plan 0b667c86
-- what: put the new b_fk of orders in place of the old one
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant); ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.orders') AND c.conname = 'b_fk' AND c.contype = 'f' AND (c.confmatchtype <> 's'))
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
  "losses": [
    {
      "sql": "SELECT count(*) FROM ONLY public.orders AS c WHERE c.org IS NOT NULL AND c.code IS NOT NULL AND NOT EXISTS (SELECT FROM ONLY public.users AS p WHERE p.org = c.org AND p.code = c.code)",
      "what": "rows whose values only the next version could have written (put the new b_fk of orders in place of the old one)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: put the new b_fk of orders in place of the old one
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders RENAME CONSTRAINT b_fk TO phasegate_new_b_fk;
    ALTER TABLE public.orders ADD CONSTRAINT b_fk FOREIGN KEY (org, code) references public.users(org, code) not valid;
  END IF;
END
$phasegate$;
RESET statement_timeout;
