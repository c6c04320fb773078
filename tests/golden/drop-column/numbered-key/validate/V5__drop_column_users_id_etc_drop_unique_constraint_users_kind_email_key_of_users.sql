-- phasegate: do validate (open)
-- rollout: drop_column_users_id_etc, plan d1a59e2f
-- what: drop unique constraint users_kind_email_key of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: undo makes it again while writes to public.users (rows unknown (never analysed), 0.0 MB with indexes) wait, within statement_timeout
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_kind_email_key')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_id_etc",
  "plan_id": "d1a59e2f",
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
    "column public.users.id",
    "column public.users.kind",
    "column public.users.zz_phasegate_id",
    "column public.users.zz_phasegate_kind",
    "constraint public.users.users_pkey",
    "sequence public.numbers",
    "constraint public.users.users_kind_email_key"
  ],
  "fingerprint": "f9afffbb04479f4f20ac7ffe8c20ffd4",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop unique constraint users_kind_email_key of users
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_kind_email_key')) IS NOT TRUE THEN
    ALTER TABLE public.users DROP CONSTRAINT users_kind_email_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
