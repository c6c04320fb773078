-- phasegate: undo expand
-- rollout: change_column_settings_users_na__etc, plan 37c6b209
-- what: change settings of column users.Na;me
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: holds for values that are stored from now on; the old ones stay as they are
--   note: shows with the next ANALYZE
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'Na;me' AND NOT a.attisdropped AND a.attstorage = 'e' AND a.attcompression = 'p' AND COALESCE(a.attstattarget, -1) = 500 AND COALESCE(a.attoptions, '{}') @> ARRAY['n_distinct=-0.5']::pg_catalog.text[] AND NOT EXISTS (SELECT FROM pg_catalog.unnest(COALESCE(a.attoptions, '{}')) AS o(option) WHERE pg_catalog.split_part(o.option, '=', 1) = ANY (ARRAY['n_distinct_inherited']::pg_catalog.text[])))
-- what: change settings of column users.bio
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: holds for values that are stored from now on; the old ones stay as they are
--   note: shows with the next ANALYZE
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'bio' AND NOT a.attisdropped AND a.attstorage = (SELECT t.typstorage FROM pg_catalog.pg_type AS t WHERE t.oid = a.atttypid) AND a.attcompression = '' AND COALESCE(a.attstattarget, -1) = -1)
-- what: change settings of column users.id
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: yes
--   note: shows with the next ANALYZE
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'id' AND NOT a.attisdropped AND COALESCE(a.attstattarget, -1) = 0)
-- what: change settings of column users.score
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   note: holds for values that are stored from now on; the old ones stay as they are
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'score' AND NOT a.attisdropped AND a.attstorage = (SELECT t.typstorage FROM pg_catalog.pg_type AS t WHERE t.oid = a.atttypid))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_column_settings_users_na__etc",
  "plan_id": "37c6b209",
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
  -- undo: change settings of column users.score
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ALTER COLUMN score SET STORAGE external;
  END IF;
  -- undo: change settings of column users.id
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ALTER COLUMN id SET STATISTICS -1;
  END IF;
  -- undo: change settings of column users.bio
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users ALTER COLUMN bio SET STORAGE main;
    ALTER TABLE public.users ALTER COLUMN bio SET COMPRESSION pglz;
    ALTER TABLE public.users ALTER COLUMN bio SET STATISTICS 50;
  END IF;
  -- undo: change settings of column users.Na;me
  IF (false) IS NOT TRUE THEN
    DO $storage$
DECLARE
  word constant text := (SELECT CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'Na;me' AND NOT a.attisdropped);
BEGIN
  EXECUTE 'ALTER TABLE public.users ALTER COLUMN "Na;me" SET STORAGE ' || word;
END
$storage$;
    ALTER TABLE public.users ALTER COLUMN "Na;me" SET COMPRESSION default;
    ALTER TABLE public.users ALTER COLUMN "Na;me" SET STATISTICS -1;
    ALTER TABLE public.users ALTER COLUMN "Na;me" SET (n_distinct = '10', n_distinct_inherited = '5');
  END IF;
END
$phasegate$;
RESET statement_timeout;
