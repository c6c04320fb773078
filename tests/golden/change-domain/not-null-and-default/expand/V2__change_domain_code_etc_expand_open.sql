-- phasegate: do expand
-- rollout: change_domain_code_etc, plan 1b47ab19
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_domain_code_etc",
  "plan_id": "1b47ab19",
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
    "public.users"
  ],
  "touches": [
    "domain public.code",
    "domain public.nick"
  ],
  "fingerprint": "fcc04f828a3d6c114b12aff0319b18c4",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "change_domain_code_etc",
      "plan_id": "1b47ab19",
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
      "public.nick.null": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND NOT t.typnotnull)",
      "public.code.default": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typdefaultbin IS NOT NULL AND pg_catalog.pg_get_expr(t.typdefaultbin, 0) <> '''none''::text')",
      "public.code.not_null": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typnotnull)",
      "public.code.short": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND k.conname = 'short' AND k.convalidated)",
      "public.nick.default": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND t.typdefaultbin IS NULL)"
    },
    "desired_digest": "c482d658bd609cbdb778658ee366d9b9e4fc6557a19e4e283ca28f4997ee4cee",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND NOT t.typnotnull)",
        "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typdefaultbin IS NOT NULL AND pg_catalog.pg_get_expr(t.typdefaultbin, 0) <> '''none''::text')",
        "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typnotnull)",
        "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND k.conname = 'short' AND k.convalidated)",
        "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND t.typdefaultbin IS NULL)"
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
