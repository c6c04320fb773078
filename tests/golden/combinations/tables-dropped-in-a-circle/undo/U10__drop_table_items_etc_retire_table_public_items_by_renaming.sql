-- phasegate: undo contract (retire)
-- rollout: drop_table_items_etc, plan faa36f29
-- what: retire table public.items by renaming
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant)
--   undo: yes
--   verify: NOT pg_catalog.to_regclass('public.items') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_table_items_etc",
  "plan_id": "faa36f29",
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
  -- undo: retire table public.items by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.zz_phasegate_items RENAME TO items;
  END IF;
END
$phasegate$;
RESET statement_timeout;
