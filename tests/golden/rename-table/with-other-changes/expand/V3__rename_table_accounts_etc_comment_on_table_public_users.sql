-- phasegate: do expand
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
    "public.logins",
    "public.users"
  ],
  "touches": [
    "constraint public.accounts.accounts_level_check",
    "constraint public.accounts.phasegate_nn_accounts_email",
    "constraint public.accounts.phasegate_nn_accounts_points",
    "constraint public.accounts.users_email_check",
    "constraint public.users.accounts_level_check",
    "constraint public.users.phasegate_nn_users_email",
    "constraint public.users.phasegate_nn_users_points",
    "constraint public.users.users_email_check",
    "column public.accounts.email",
    "column public.accounts.fax",
    "column public.accounts.level",
    "column public.accounts.nick",
    "column public.accounts.points",
    "column public.accounts.state",
    "column public.accounts.zz_phasegate_fax",
    "column public.users.email",
    "column public.users.fax",
    "column public.users.id",
    "column public.users.level",
    "column public.users.nick",
    "column public.users.points",
    "column public.users.state",
    "column public.users.zz_phasegate_fax",
    "constraint public.logins.logins_account_fkey",
    "index public.accounts_both_key",
    "index public.accounts_level_idx",
    "index public.accounts_state_idx",
    "index public.users_both_idx",
    "index public.users_fax_idx",
    "index public.users_nick_idx",
    "index public.zz_phasegate_users_nick_idx",
    "index public.accounts_both_key",
    "index public.accounts_level_idx",
    "index public.users_both_idx",
    "index public.users_fax_idx",
    "index public.users_nick_idx",
    "index public.users_state_idx",
    "index public.zz_phasegate_users_nick_idx",
    "constraint public.users.users_pkey",
    "table public.accounts",
    "table public.users",
    "trigger public.accounts.zz_phasegate_sync_public_accounts_points",
    "trigger public.users.zz_phasegate_sync_public_users_points",
    "constraint public.accounts.accounts_both_key",
    "constraint public.users.accounts_both_key",
    "view public.accounts",
    "view public.users"
  ],
  "fingerprint": "081316532037564b332c3d24e5306212",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- comment on table public.users
  IF (CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN (pg_catalog.obj_description(pg_catalog.to_regclass('public.accounts'), 'pg_class')) IS NOT DISTINCT FROM 'new' ELSE (pg_catalog.obj_description(pg_catalog.to_regclass('public.users'), 'pg_class')) IS NOT DISTINCT FROM 'new' END) IS NOT TRUE THEN
    COMMENT ON TABLE public.users IS 'new';
  END IF;
  -- add column users.level
  IF (CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'level' AND NOT a.attisdropped) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'level' AND NOT a.attisdropped) END) IS NOT TRUE THEN
    ALTER TABLE public.users ADD COLUMN level smallint DEFAULT 1 NOT NULL;
  END IF;
  -- add column users.points
  IF (CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'points' AND NOT a.attisdropped) ELSE EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'points' AND NOT a.attisdropped) END) IS NOT TRUE THEN
    ALTER TABLE public.users ADD COLUMN points integer;
  END IF;
  -- give public.users its new name accounts by a view
  IF (EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind = 'v') OR (pg_catalog.to_regclass('public.accounts') IS NOT NULL AND (NOT pg_catalog.to_regclass('public.users') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.users') AND c.relkind = 'v')))) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'accounts') AND NOT pg_catalog.to_regclass('public.accounts') IS NOT NULL) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'the name public.accounts is taken';
    END IF;
    CREATE VIEW public.accounts WITH (security_invoker = true) AS SELECT id, email, nick, state, level, points FROM public.users;
    DO $rights$
DECLARE
  line text;
BEGIN
  FOR line IN
    SELECT pg_catalog.format('ALTER VIEW %s OWNER TO %s', p.of_view, c.relowner::pg_catalog.regrole)
      FROM (VALUES ('public.users', 'public.accounts')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
      JOIN pg_catalog.pg_class AS v ON v.oid = pg_catalog.to_regclass(p.of_view) AND v.relowner <> c.relowner
  LOOP
    EXECUTE line;
  END LOOP;
  FOR line IN
    SELECT pg_catalog.format('GRANT %s%s ON %s TO %s%s', e.privilege_type, CASE WHEN x.name IS NULL THEN '' ELSE ' (' || pg_catalog.quote_ident(x.name) || ')' END, p.of_view,
                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE e.grantee::pg_catalog.regrole::text END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM (VALUES ('public.users', 'public.accounts')) AS p(of_table, of_view)
      JOIN pg_catalog.pg_class AS c ON c.oid = pg_catalog.to_regclass(p.of_table)
     CROSS JOIN LATERAL (SELECT NULL::text AS name, c.relacl AS acl
                         UNION ALL SELECT a.attname::text, a.attacl FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS x
     CROSS JOIN LATERAL pg_catalog.aclexplode(x.acl) AS e
     WHERE e.grantee <> c.relowner AND e.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  LOOP
    EXECUTE line;
  END LOOP;
END
$rights$;
  END IF;
  -- keep points filled on users (trigger)
  IF (CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_points' AND g.tgenabled IN ('O', 'A')) ELSE EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_points' AND g.tgenabled IN ('O', 'A')) END) IS NOT TRUE THEN
    IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_points' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_users_points'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.users fire after zz_phasegate_sync_public_users_points by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_users_points(nick text, OUT phasegate_up_1 integer, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := coalesce(length(up_public_users_points.nick), 0);
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_points() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 integer;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := coalesce(length(NEW.nick), 0);
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.points IS NULL);
  ELSE
    new_side_written := ROW(NEW.points)::record OPERATOR(pg_catalog.*<>) ROW(OLD.points)::record;
    old_side_written := (NEW.points IS NULL);
  END IF;
  IF old_side_written AND NOT new_side_written THEN
    NEW.points := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_users_points BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_users_points();
  END IF;
  -- comment on column public.users.nick
  IF (CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = pg_catalog.to_regclass('public.accounts') AND c.relkind IN ('r', 'p')) THEN ((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'nick' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'said' ELSE ((SELECT pg_catalog.col_description(a.attrelid, a.attnum) FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nick' AND NOT a.attisdropped)) IS NOT DISTINCT FROM 'said' END) IS NOT TRUE THEN
    COMMENT ON COLUMN public.users.nick IS 'said';
  END IF;
END
$phasegate$;
RESET statement_timeout;
