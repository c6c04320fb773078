-- phasegate: undo validate (enforce)
-- rollout: change_foreign_key_orders_a_fk_etc, plan 0b667c86
-- what: prove that no row of orders is an orphan of public."we""ird; --"
--   locks: ACCESS SHARE on public.orders (nobody waits, scans); ACCESS SHARE on public."we""ird; --" (nobody waits, scans)
--   undo: yes
--   note: scans rows unknown (never analysed), 0.1 MB with indexes
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
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
  -- undo: prove that no row of orders is an orphan of public."we""ird; --"
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.orders VALIDATE CONSTRAINT a_fk;
  END IF;
END
$phasegate$;
RESET statement_timeout;
