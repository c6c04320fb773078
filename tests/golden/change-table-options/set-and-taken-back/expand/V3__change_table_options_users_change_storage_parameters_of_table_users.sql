-- phasegate: do expand
-- rollout: change_table_options_users, plan 1525bccf
-- what: change storage parameters of table users
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: yes
--   note: holds for what is written from now on; rows that are there stay where they are
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid WHERE c.oid = pg_catalog.to_regclass('public.users') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=70']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(c.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['autovacuum_enabled']::pg_catalog.text[])) AND COALESCE(t.reloptions, '{}') @> ARRAY['autovacuum_enabled=false']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(t.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['vacuum_truncate']::pg_catalog.text[])))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_table_options_users",
  "plan_id": "1525bccf",
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
    "table public.users"
  ],
  "fingerprint": "bdc6908f06cfbda7584602901a4073c3",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- change storage parameters of table users
  IF (EXISTS (SELECT FROM pg_catalog.pg_class AS c LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid WHERE c.oid = pg_catalog.to_regclass('public.users') AND COALESCE(c.reloptions, '{}') @> ARRAY['fillfactor=70']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(c.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['autovacuum_enabled']::pg_catalog.text[])) AND COALESCE(t.reloptions, '{}') @> ARRAY['autovacuum_enabled=false']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(t.reloptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['vacuum_truncate']::pg_catalog.text[])))) IS NOT TRUE THEN
    ALTER TABLE public.users SET (fillfactor = '70', toast.autovacuum_enabled = 'false');
    ALTER TABLE public.users RESET (autovacuum_enabled, toast.vacuum_truncate);
  END IF;
END
$phasegate$;
RESET statement_timeout;
