-- phasegate: undo contract (retire)
-- rollout: drop_collation_we_ird_____etc, plan 1c13c66a
-- what: retire collation public."we""ird; --" by renaming
--   locks: none on relations
--   undo: yes
--   verify: NOT pg_catalog.to_regcollation('public."we""ird; --"') IS NOT NULL
-- what: retire column users.sort by renaming
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'sort' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_collation_we_ird_____etc",
  "plan_id": "1c13c66a",
  "environment": "default",
  "phase": "contract",
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
  "part": "retire",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: retire column users.sort by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_sort TO sort;
  END IF;
  -- undo: retire collation public."we""ird; --" by renaming
  IF (false) IS NOT TRUE THEN
    ALTER COLLATION public."zz_phasegate_we""ird; --" RENAME TO "we""ird; --";
  END IF;
END
$phasegate$;
RESET statement_timeout;
