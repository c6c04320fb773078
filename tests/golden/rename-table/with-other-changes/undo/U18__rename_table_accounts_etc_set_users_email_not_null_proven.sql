-- phasegate: undo validate (enforce)
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: set users.email not null, proven
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'email' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated)) END
-- what: change the default of users.state
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: rows that are there keep their values
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN COALESCE(phasegate.default_text('public.accounts', 'state') <> '''new''::text', false) ELSE COALESCE(phasegate.default_text('public.users', 'state') <> '''new''::text', false) END
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts_etc",
  "plan_id": "a4432976",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: change the default of users.state
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ALTER COLUMN state SET DEFAULT 'new'::text;
  END IF;
  -- undo: set users.email not null, proven
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ALTER COLUMN email DROP NOT NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
