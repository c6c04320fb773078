-- phasegate: do contract
-- rollout: replace_index_users_new_idx_etc, plan 8d1354a7
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "replace_index_users_new_idx_etc",
  "plan_id": "8d1354a7",
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
    },
    {
      "sql": "NOT phasegate.index_is('public.\"we\"\"ird; --\"', 'btree', false, ARRAY['country']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "the old index we\"ird; -- still bears its name"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND i.indrelid = pg_catalog.to_regclass('public.users') AND i.indisvalid AND i.indisready AND i.indislive)) AND NOT phasegate.index_is('public.\"we\"\"ird; --\"', 'btree', false, ARRAY['country']::pg_catalog.text[], ARRAY[]::pg_catalog.text[], false, ARRAY[]::pg_catalog.text[], NULL, NULL)",
      "otherwise": "index we\"ird; -- is not there, or INVALID"
    },
    {
      "sql": "(pg_catalog.obj_description(pg_catalog.to_regclass('public.\"we\"\"ird; --\"'), 'pg_class')) IS NOT DISTINCT FROM 'for another report'",
      "otherwise": "the comment of index we\"ird; -- is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.\"we\"\"ird; --\"') AND i.indisclustered)",
      "otherwise": "the table public.users is not clustered on we\"ird; --"
    }
  ],
  "concurrent": [
    "public.\"we\"\"ird; --\"",
    "public.\"zz_phasegate_we\"\"ird; --\"",
    "public.old_idx"
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
