-- phasegate: do validate (enforce)
-- rollout: change_domain_code_etc, plan 1b47ab19
-- what: drop the default of domain public.nick
--   locks: none on relations
--   undo: yes
--   note: is the default of column public.users.nick, which has none of its own
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND t.typdefaultbin IS NULL)
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "domain public.code",
    "domain public.nick"
  ],
  "fingerprint": "fcc04f828a3d6c114b12aff0319b18c4",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND NOT t.typnotnull)",
      "otherwise": "domain public.nick is still not null"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typdefaultbin IS NOT NULL AND pg_catalog.pg_get_expr(t.typdefaultbin, 0) <> '''none''::text')",
      "otherwise": "the default of domain public.code is not as wanted"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND t.typnotnull)",
      "otherwise": "domain public.code is still nullable"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k JOIN pg_catalog.pg_type AS t ON t.oid = k.contypid WHERE t.oid IN (pg_catalog.to_regtype('public.code'), pg_catalog.to_regtype('public.code')) AND k.conname = 'short' AND k.convalidated)",
      "otherwise": "the check short of domain public.code is not valid"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop the default of domain public.nick
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.oid IN (pg_catalog.to_regtype('public.nick'), pg_catalog.to_regtype('public.nick')) AND t.typdefaultbin IS NULL)) IS NOT TRUE THEN
    ALTER DOMAIN public.nick DROP DEFAULT;
  END IF;
END
$phasegate$;
RESET statement_timeout;
