-- phasegate: undo validate (open)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: add generated column parts.length
--   locks: ACCESS EXCLUSIVE on public.parts (all wait, rewrites)
--   undo: yes
--   note: rewrites rows unknown (never analysed), 0.0 MB with indexes while everybody waits
--   note: waits until the running version is gone, because its writes would fail where the expression fails
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'length' AND NOT a.attisdropped)
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
  "part": "open",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add generated column parts.length
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.parts DROP COLUMN length;
  END IF;
END
$phasegate$;
RESET statement_timeout;
