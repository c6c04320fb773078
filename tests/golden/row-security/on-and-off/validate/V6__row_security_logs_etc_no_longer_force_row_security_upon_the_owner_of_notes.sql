-- phasegate: do validate (open)
-- rollout: row_security_logs_etc, plan 89c59c76
-- what: no longer force row security upon the owner of notes
--   locks: ACCESS EXCLUSIVE on public.notes (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.notes') AND NOT c.relforcerowsecurity)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "row_security_logs_etc",
  "plan_id": "89c59c76",
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
    "public.logs",
    "public.notes",
    "public.users"
  ],
  "touches": [
    "table public.logs",
    "table public.notes",
    "table public.users"
  ],
  "fingerprint": "a7b3694a9196ac911f0743e9792bf013",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.logs') AND NOT c.relrowsecurity)",
      "otherwise": "row security of public.logs is not as wanted"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- no longer force row security upon the owner of notes
  IF (EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.notes') AND NOT c.relforcerowsecurity)) IS NOT TRUE THEN
    ALTER TABLE public.notes NO FORCE ROW LEVEL SECURITY;
  END IF;
END
$phasegate$;
RESET statement_timeout;
