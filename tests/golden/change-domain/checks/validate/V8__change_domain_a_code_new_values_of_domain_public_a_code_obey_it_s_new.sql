-- phasegate: do validate (enforce)
-- rollout: change_domain_a_code, plan f0ec6347
-- what: new values of domain public."a code" obey it's new
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public."a code"'), pg_catalog.to_regtype('public."a code"')) AND k.conname = 'it''s new')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_domain_a_code",
  "plan_id": "f0ec6347",
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.others",
    "public.users"
  ],
  "touches": [
    "domain public.\"a code\""
  ],
  "fingerprint": "0de6f88025f4ee9934cf63ff1a87bc2b",
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s old')",
      "otherwise": "the check it's old of domain public.\"a code\" is still there"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- new values of domain public."a code" obey it's new
  IF (EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public."a code"'), pg_catalog.to_regtype('public."a code"')) AND k.conname = 'it''s new')) IS NOT TRUE THEN
    ALTER DOMAIN public."a code" ADD CONSTRAINT "it's new" CHECK (VALUE <> '') NOT VALID;
  END IF;
END
$phasegate$;
RESET statement_timeout;
