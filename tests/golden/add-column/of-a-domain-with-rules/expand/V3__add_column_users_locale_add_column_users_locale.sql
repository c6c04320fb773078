-- phasegate: do expand
-- rollout: add_column_users_locale, plan 47f8d6b0
-- what: add column users.locale
--   locks: ACCESS EXCLUSIVE on public.users (all wait, rewrites)
--   undo: yes
--   note: writes rows unknown (never analysed), 0.0 MB with indexes anew while everybody waits: the type is a domain with rules or a default of its own
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'locale' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_users_locale",
  "plan_id": "47f8d6b0",
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
    "column public.users.locale"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column users.locale
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'locale' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.users')) <= 33554432) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'table public.users has grown since the plan was made, so this would stop everybody for too long: plan again';
    END IF;
    ALTER TABLE public.users ADD COLUMN locale public.tag DEFAULT 'en' NOT NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
