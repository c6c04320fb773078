-- phasegate: undo expand
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
  "part": "main",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: change storage parameters of table users
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users SET (fillfactor = '90', autovacuum_enabled = 'false', toast.vacuum_truncate = 'false');
    ALTER TABLE public.users RESET (toast.autovacuum_enabled);
  END IF;
END
$phasegate$;
RESET statement_timeout;
