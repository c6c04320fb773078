-- phasegate: undo validate (enforce)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: change the default of orders.twin
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: rows that are there keep their values
--   verify: COALESCE(phasegate.default_text('public.orders', 'twin') <> 'nextval(''public.orders_id_seq''::regclass)', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_sequence_numbers_etc",
  "plan_id": "2fc749a6",
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
  -- undo: change the default of orders.twin
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER COLUMN twin SET DEFAULT nextval('public.orders_id_seq'::regclass);
  END IF;
END
$phasegate$;
RESET statement_timeout;
