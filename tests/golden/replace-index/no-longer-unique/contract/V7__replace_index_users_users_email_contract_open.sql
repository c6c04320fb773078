-- phasegate: do contract
-- rollout: replace_index_users_users_email_, plan 9705bce5
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_users_email_",
  "plan_id": "9705bce5",
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
  "part": "main",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "index public.users_email_idx",
    "index public.zz_phasegate_users_email_idx"
  ],
  "fingerprint": "03c879e63ebdf56e1bc47b8a1e0a011c",
  "conditions": [
    {
      "sql": "NOT phasegate.index_is('public.users_email_idx', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "the old index users_email_idx still bears its name"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_email_idx', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "index users_email_idx is not there, or INVALID"
    }
  ],
  "concurrent": [
    "public.users_email_idx",
    "public.zz_phasegate_users_email_idx"
  ],
  "soak_seconds": 0,
  "raises_floor": "retires"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
