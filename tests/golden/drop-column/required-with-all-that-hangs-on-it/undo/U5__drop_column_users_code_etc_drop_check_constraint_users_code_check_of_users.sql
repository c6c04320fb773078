-- phasegate: undo validate (open)
-- rollout: drop_column_users_code_etc, plan db9cd2fb
-- what: drop check constraint users_code_check of users
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: undo makes it again while writes to public.users (rows unknown (never analysed), 0.1 MB with indexes) wait, within statement_timeout
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.users') AND c.conname = 'users_code_check')
-- what: let users.code be NULL in rows that leave it out
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: to let the next version leave the column out from its deploy on, say what the running one reads in such rows: drops.code = "<constant>" in the table
--   note: undo scans the table under ACCESS EXCLUSIVE (rows unknown (never analysed), 0.1 MB with indexes), within statement_timeout
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_column_users_code_etc",
  "plan_id": "db9cd2fb",
  "environment": "default",
  "phase": "validate",
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
  "part": "open",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.users WHERE ((code <> ''::text)) IS FALSE",
      "what": "rows whose values only the next version could have written (drop check constraint users_code_check of users)"
    },
    {
      "sql": "SELECT count(*) FROM public.users WHERE code IS NULL",
      "what": "rows whose values only the next version could have written (let users.code be NULL in rows that leave it out)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let users.code be NULL in rows that leave it out
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ALTER COLUMN code SET NOT NULL;
  END IF;
  -- undo: drop check constraint users_code_check of users
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ADD CONSTRAINT users_code_check CHECK ((code <> ''::text));
  END IF;
END
$phasegate$;
RESET statement_timeout;
