-- phasegate: do expand
-- rollout: replace_index_users_new_idx_etc, plan 8d1354a7
-- what: set the index we"ird; -- aside, which goes on serving as zz_phasegate_we"ird; --
--   locks: SHARE UPDATE EXCLUSIVE on public.users."we""ird; --" (nobody waits, instant)
--   undo: yes
--   verify: NOT phasegate.index_is('public."we""ird; --"', 'btree', false, ARRAY['country']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_new_idx_etc",
  "plan_id": "8d1354a7",
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
    "index public.new_idx",
    "index public.old_idx",
    "index public.\"we\"\"ird; --\"",
    "index public.\"zz_phasegate_we\"\"ird; --\""
  ],
  "fingerprint": "36e8da7d6916f4129a087e1a634299bd",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.new_idx') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index new_idx is not there, or INVALID"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- set the index we"ird; -- aside, which goes on serving as zz_phasegate_we"ird; --
  IF (NOT phasegate.index_is('public."we""ird; --"', 'btree', false, ARRAY['country']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)) IS NOT TRUE THEN
    ALTER INDEX public."we""ird; --" RENAME TO "zz_phasegate_we""ird; --";
  END IF;
END
$phasegate$;
RESET statement_timeout;
