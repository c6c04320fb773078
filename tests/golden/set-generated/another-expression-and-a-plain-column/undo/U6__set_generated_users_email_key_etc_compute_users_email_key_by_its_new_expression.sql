-- phasegate: undo contract (swap)
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
  "direction": "undo",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: compute users.email_key by its new expression
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN email_key;
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_email_key TO email_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
