-- phasegate: do expand
-- rollout: change_domain_a_code, plan f0ec6347
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_domain_a_code",
  "plan_id": "f0ec6347",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.others",
    "public.users"
  ],
  "touches": [
    "domain public.\"a code\""
  ],
  "fingerprint": "0de6f88025f4ee9934cf63ff1a87bc2b",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_domain_a_code",
      "plan_id": "f0ec6347",
      "environment": "default",
      "phase": "deploy",
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
      "conditions": []
    },
    "promises": {
      "public.\"a code\".it's old.dropped": "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s old')",
      "public.\"a code\".it's new": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s new' AND k.convalidated)",
      "public.\"a code\".long": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'long' AND k.convalidated)"
    },
    "desired_digest": "6c7d26a9178c8f1506c3cc505fa97bc7c6a91f6d1ba8b187bbb0365bd118e5f5",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s old')",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s new')",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'it''s new' AND k.convalidated)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'later')",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'long' AND (pg_catalog.pg_get_expr(k.conbin, 0) <> '(length(VALUE) < 100)' OR NOT k.convalidated))",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.\"a code\"'), pg_catalog.to_regtype('public.\"a code\"')) AND k.conname = 'long' AND k.convalidated)"
      ]
    }
  }
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
