-- phasegate: undo validate (enforce)
-- rollout: change_type_customers_id, plan 2893f6d9
-- what: add sales_customer_fkey of sales on the new columns
--   locks: SHARE ROW EXCLUSIVE on public.customers (writes wait, instant); SHARE ROW EXCLUSIVE on public.sales (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.sales') AND c.conname = 'zz_phasegate_next_sales_customer_fkey') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.customers') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_customers_id",
  "plan_id": "2893f6d9",
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
  -- undo: add sales_customer_fkey of sales on the new columns
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.sales DROP CONSTRAINT IF EXISTS zz_phasegate_next_sales_customer_fkey;
  END IF;
END
$phasegate$;
RESET statement_timeout;
