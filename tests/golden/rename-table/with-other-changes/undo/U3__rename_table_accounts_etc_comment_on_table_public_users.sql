-- phasegate: undo expand
-- rollout: rename_table_accounts_etc, plan a4432976
-- what: comment on table public.users
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: yes
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN (pg_catalog.obj_description(pg_catalog.to_regclass('public.accounts'), 'pg_class')) IS NOT DISTINCT FROM 'new' ELSE (pg_catalog.obj_description(pg_catalog.to_regclass('public.users'), 'pg_class')) IS NOT DISTINCT FROM 'new' END
-- what: add column users.level
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'level' AND NOT a.attisdropped) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'level' AND NOT a.attisdropped) END
-- what: add column users.points
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'points' AND NOT a.attisdropped) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'points' AND NOT a.attisdropped) END
-- what: give public.users its new name accounts by a view
--   locks: ACCESS SHARE on public.users (nobody waits, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public.accounts') IS NOT NULL AND (NOT pg_catalog.to_regclass('public.users') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')))
-- what: keep points filled on users (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_points' AND g.tgenabled IN ('O', 'A')) ELSE EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_points' AND g.tgenabled IN ('O', 'A')) END
-- what: comment on column public.users.nick
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: yes
--   verify: CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN ((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'nick' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'said' ELSE ((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nick' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'said' END
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_table_accounts_etc",
  "plan_id": "a4432976",
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
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.users WHERE level IS DISTINCT FROM 1",
      "what": "rows whose values only the next version could have written (add column users.level)"
    },
    {
      "sql": "SELECT CASE WHEN EXISTS (SELECT FROM phasegate.marker AS m WHERE (m.application = 'app' AND phasegate.compare_versions(m.version, '2.0.0', 'semver') >= 0)) THEN (SELECT count(*) FROM public.users AS t CROSS JOIN LATERAL phasegate.up_public_users_points(t.nick) AS u WHERE (t.points IS NOT NULL) AND (t.points IS DISTINCT FROM u.phasegate_up_1)) ELSE 0 END",
      "what": "rows whose values only the next version could have written (keep points filled on users (trigger))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: comment on column public.users.nick
  IF (false) IS NOT TRUE THEN
    COMMENT ON COLUMN public.users.nick IS NULL;
  END IF;
  -- undo: keep points filled on users (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_users_points ON public.users;
    DROP FUNCTION IF EXISTS phasegate.sync_public_users_points();
    DROP FUNCTION IF EXISTS phasegate.up_public_users_points(text);
  END IF;
  -- undo: give public.users its new name accounts by a view
  IF (false) IS NOT TRUE THEN
    DROP VIEW IF EXISTS public.accounts;
  END IF;
  -- undo: add column users.points
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN points;
  END IF;
  -- undo: add column users.level
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN level;
  END IF;
  -- undo: comment on table public.users
  IF (false) IS NOT TRUE THEN
    COMMENT ON TABLE public.users IS 'old';
  END IF;
END
$phasegate$;
RESET statement_timeout;
