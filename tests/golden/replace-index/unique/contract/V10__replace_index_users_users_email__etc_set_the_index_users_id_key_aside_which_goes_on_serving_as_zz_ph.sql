-- phasegate: do contract (drop)
-- rollout: replace_index_users_users_email__etc, plan 2d8db768
-- what: set the index users_id_key aside, which goes on serving as zz_phasegate_users_id_key
--   locks: SHARE UPDATE EXCLUSIVE on public.users.users_id_key (nobody waits, instant)
--   undo: yes
--   verify: NOT phasegate.index_is('public.users_id_key', 'btree', true, ARRAY['id']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_users_email__etc",
  "plan_id": "2d8db768",
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
  "part": "drop",
  "sessions": false,
  "tables": [
    "public.users"
  ],
  "touches": [
    "index public.users_email_key",
    "index public.users_id_key",
    "index public.zz_phasegate_users_email_key",
    "index public.zz_phasegate_users_id_key"
  ],
  "fingerprint": "a16ee092bc69d96eeb8c33fbe26d2397",
  "conditions": [
    {
      "sql": "NOT phasegate.index_is('public.users_email_key', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "the old index users_email_key still bears its name"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.users_email_key') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.users_email_key', 'btree', true, ARRAY['email']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "index users_email_key is not there, or INVALID"
    },
    {
      "sql": "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users_email_key') AND a.attnum || '=' || a.attstattarget = ANY (ARRAY['1=300']::pg_catalog.text[])) = 1",
      "otherwise": "the settings of index users_email_key are missing"
    }
  ],
  "concurrent": [
    "public.users_email_key",
    "public.users_id_key",
    "public.zz_phasegate_users_email_key",
    "public.zz_phasegate_users_id_key"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- set the index users_id_key aside, which goes on serving as zz_phasegate_users_id_key
  IF (NOT phasegate.index_is('public.users_id_key', 'btree', true, ARRAY['id']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)) IS NOT TRUE THEN
    ALTER INDEX public.users_id_key RENAME TO zz_phasegate_users_id_key;
  END IF;
END
$phasegate$;
RESET statement_timeout;
