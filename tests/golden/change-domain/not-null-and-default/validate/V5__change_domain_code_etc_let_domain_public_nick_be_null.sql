-- phasegate: do validate (open)
-- rollout: change_domain_code_etc, plan 1b47ab19
-- what: let domain public.nick be NULL
--   locks: none on relations
--   undo: yes
--   note: undo scans every table of the domain while writes to it wait
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND NOT t.typnotnull)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_domain_code_etc",
  "plan_id": "1b47ab19",
  "environment": "default",
  "phase": "validate",
  "direction": "do",
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
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "domain public.code",
    "domain public.nick"
  ],
  "fingerprint": "fcc04f828a3d6c114b12aff0319b18c4",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- let domain public.nick be NULL
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND NOT t.typnotnull)) IS NOT TRUE THEN
    ALTER DOMAIN public.nick DROP NOT NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
