-- phasegate: do validate (enforce)
-- rollout: change_domain_a_code, plan f0ec6347
-- what: asks whether everything is done, and closes the rollout
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
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s new')",
      "otherwise": "the check it's new of domain public.\"a code\" is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s new' AND k.convalidated)",
      "otherwise": "the check it's new of domain public.\"a code\" is not valid"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'later')",
      "otherwise": "the check later of domain public.\"a code\" is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'long' AND (pg_catalog.pg_get_expr(k.conbin, 0) <> '(length(VALUE) < 100)' OR NOT k.convalidated))",
      "otherwise": "the check long of domain public.\"a code\" is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'long' AND k.convalidated)",
      "otherwise": "the check long of domain public.\"a code\" is not valid"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('change_domain_a_code');
END
$phasegate$;
RESET statement_timeout;
