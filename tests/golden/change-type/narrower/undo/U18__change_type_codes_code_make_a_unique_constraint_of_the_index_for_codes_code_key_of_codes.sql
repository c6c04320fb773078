-- phasegate: undo validate (enforce)
-- rollout: change_type_codes_code, plan e3ec2df7
-- what: make a unique constraint of the index for codes_code_key of codes
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.codes') AND c.conname = 'zz_phasegate_next_codes_code_key') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_codes_code",
  "plan_id": "e3ec2df7",
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
  -- undo: make a unique constraint of the index for codes_code_key of codes
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.codes DROP CONSTRAINT IF EXISTS zz_phasegate_next_codes_code_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
