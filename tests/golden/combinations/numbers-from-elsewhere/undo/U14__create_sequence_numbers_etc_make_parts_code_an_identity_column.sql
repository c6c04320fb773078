-- phasegate: undo validate (enforce)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: make parts.code an identity column
--   locks: ACCESS EXCLUSIVE on public.parts (all wait, instant)
--   undo: yes
--   note: the identity goes on after the highest number of code
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'code' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'code' AND NOT a.attisdropped AND a.attidentity = 'a'))
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
  -- undo: make parts.code an identity column
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.parts ALTER COLUMN code DROP IDENTITY;
  END IF;
END
$phasegate$;
RESET statement_timeout;
