-- phasegate: undo contract (retire)
-- rollout: drop_schema_audit_etc, plan 820a9a05
-- what: retire column guests.colour by renaming
--   locks: ACCESS EXCLUSIVE on public.guests (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'colour' AND NOT a.attisdropped)
-- what: retire column guests.tags by renaming
--   locks: ACCESS EXCLUSIVE on public.guests (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'tags' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_schema_audit_etc",
  "plan_id": "820a9a05",
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
  -- undo: retire column guests.tags by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.guests RENAME COLUMN zz_phasegate_tags TO tags;
  END IF;
  -- undo: retire column guests.colour by renaming
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.guests RENAME COLUMN zz_phasegate_colour TO colour;
  END IF;
END
$phasegate$;
RESET statement_timeout;
