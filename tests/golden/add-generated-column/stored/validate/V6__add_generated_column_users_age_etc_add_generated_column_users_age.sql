-- phasegate: do validate (open)
-- rollout: add_generated_column_users_age_etc, plan a1d7bfd1
-- what: add generated column users.age
--   locks: ACCESS EXCLUSIVE on public.users (all wait, rewrites)
--   undo: yes
--   note: rewrites rows unknown (never analysed), 0.0 MB with indexes while everybody waits
--   note: waits until the running version is gone, because its writes would fail where the expression fails
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'age' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_generated_column_users_age_etc",
  "plan_id": "a1d7bfd1",
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
    "constraint public.users.phasegate_nn_users_email_key",
    "column public.users.age",
    "column public.users.email_key"
  ],
  "fingerprint": "87d92beba7849e0273b922138ef2d212",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email_key' AND NOT a.attisdropped)",
      "otherwise": "column public.users.email_key is missing"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add generated column users.age
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'age' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.users')) <= 33554432) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'table public.users has grown since the plan was made, so this would stop everybody for too long: add a plain column with a backfill instead, which the application writes from then on';
    END IF;
    ALTER TABLE public.users ADD COLUMN age integer GENERATED ALWAYS AS ((details ->> 'age')::integer) STORED;
  END IF;
END
$phasegate$;
RESET statement_timeout;
