-- phasegate: undo validate (enforce)
-- rollout: drop_schema_audit_etc, plan 820a9a05
-- what: change the default of guests.mood
--   locks: ACCESS EXCLUSIVE on public.guests (all wait, instant)
--   undo: yes
--   note: rows that are there keep their values
--   verify: COALESCE(phasegate.default_text('public.guests', 'mood') <> '''sad''::public.mood', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_schema_audit_etc",
  "plan_id": "820a9a05",
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
  -- undo: change the default of guests.mood
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.guests ALTER COLUMN mood SET DEFAULT 'sad'::public.mood;
  END IF;
END
$phasegate$;
RESET statement_timeout;
