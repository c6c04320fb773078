-- phasegate: undo validate (enforce)
-- rollout: add_foreign_key_orders_orders_us_etc, plan d3dbaff3
-- what: add foreign key next_fk of we"ird; -- to public."we""ird; --"
--   locks: SHARE ROW EXCLUSIVE on public."we""ird; --" (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public."we""ird; --"') AND c.conname = 'next_fk')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_foreign_key_orders_orders_us_etc",
  "plan_id": "d3dbaff3",
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
  -- undo: add foreign key next_fk of we"ird; -- to public."we""ird; --"
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public."we""ird; --" DROP CONSTRAINT IF EXISTS next_fk;
  END IF;
END
$phasegate$;
RESET statement_timeout;
