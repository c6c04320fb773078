-- phasegate: do contract (swap)
-- rollout: set_generated_users_email_key_etc, plan 5fddd8e8
-- what: compute users.email_key by its new expression
--   locks: ACCESS EXCLUSIVE on public.users (all wait, rewrites)
--   undo: yes
--   note: rewrites rows unknown (never analysed), 0.0 MB with indexes while everybody waits
--   note: the column moves behind the others; clients that read * by position see that
--   verify: COALESCE(phasegate.default_text('public.users', 'email_key') <> 'lower(email)', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_generated_users_email_key_etc",
  "plan_id": "5fddd8e8",
  "environment": "default",
  "phase": "contract",
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
  "part": "swap",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "column public.users.email_key",
    "column public.users.label",
    "column public.users.zz_phasegate_email_key",
    "column public.users.zz_phasegate_label"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": [],
  "soak_seconds": 0,
  "asks_reprepare": false,
  "clients_reprepare": false
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- compute users.email_key by its new expression
  IF (COALESCE(phasegate.default_text('public.users', 'email_key') <> 'lower(email)', false)) IS NOT TRUE THEN
    IF (pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.users')) <= 33554432) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'table public.users has grown since the plan was made, so this would stop everybody for too long: add a column of another name';
    END IF;
    ALTER TABLE public.users RENAME COLUMN email_key TO zz_phasegate_email_key;
    ALTER TABLE public.users ADD COLUMN email_key text GENERATED ALWAYS AS (upper(email)) STORED;
    CALL phasegate.copy_column_grants('public.users', 'zz_phasegate_email_key', 'public.users', 'email_key');
  END IF;
END
$phasegate$;
RESET statement_timeout;
