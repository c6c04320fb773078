-- phasegate: do expand
-- rollout: rename_column_players_nickname, plan 08118e35
-- what: add column players.nickname
--   locks: ACCESS EXCLUSIVE on public.players (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nickname' AND NOT a.attisdropped)
-- what: keep nick and nickname equal on players (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.players (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND g.tgname = 'zz_phasegate_sync_public_players_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))
-- what: add column players.squad
--   locks: ACCESS EXCLUSIVE on public.players (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'squad' AND NOT a.attisdropped)
-- what: keep team and squad equal on players (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.players (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND g.tgname = 'zz_phasegate_sync_public_players_squad' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'team' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_players_nickname",
  "plan_id": "08118e35",
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
    "public.players",
    "public.posts",
    "public.teams"
  ],
  "touches": [
    "constraint public.players.phasegate_nn_players_nickname",
    "constraint public.players.players_nick_check",
    "constraint public.players.zz_phasegate_next_players_nick_check",
    "constraint public.players.zz_phasegate_players_nick_check",
    "column public.players.nick",
    "column public.players.nickname",
    "column public.players.squad",
    "column public.players.team",
    "column public.players.zz_phasegate_nick",
    "column public.players.zz_phasegate_team",
    "constraint public.players.players_team_fkey",
    "constraint public.players.zz_phasegate_next_players_team_fkey",
    "constraint public.players.zz_phasegate_players_team_fkey",
    "constraint public.posts.posts_author_fkey",
    "constraint public.posts.zz_phasegate_next_posts_author_fkey",
    "constraint public.posts.zz_phasegate_posts_author_fkey",
    "index public.players_nick_key",
    "index public.players_team_idx",
    "index public.zz_phasegate_next_players_nick_key",
    "index public.zz_phasegate_next_players_team_idx",
    "index public.zz_phasegate_players_nick_key",
    "index public.zz_phasegate_players_team_idx",
    "trigger public.players.zz_phasegate_sync_public_players_nickname",
    "trigger public.players.zz_phasegate_sync_public_players_squad",
    "constraint public.players.players_nick_key",
    "constraint public.players.zz_phasegate_next_players_nick_key",
    "constraint public.players.zz_phasegate_players_nick_key"
  ],
  "fingerprint": "da9a3968adf35cd61e91c6c4001116bd",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column players.nickname
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nickname' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.players ADD COLUMN nickname text;
    CALL phasegate.copy_column_grants('public.players', 'nick', 'public.players', 'nickname');
  END IF;
  -- keep nick and nickname equal on players (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND g.tgname = 'zz_phasegate_sync_public_players_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND g.tgname = 'zz_phasegate_sync_public_players_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_players_nickname'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.players fire after zz_phasegate_sync_public_players_nickname by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_players_nickname(nick text, OUT phasegate_up_1 text, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_players_nickname.nick;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_players_nickname() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 text;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.nick;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.nickname IS NULL);
  ELSE
    new_side_written := ROW(NEW.nickname)::record OPERATOR(pg_catalog.*<>) ROW(OLD.nickname)::record;
    old_side_written := ROW(NEW.nick)::record OPERATOR(pg_catalog.*<>) ROW(OLD.nick)::record OR (NEW.nickname IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.nickname)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.nick := NEW.nickname;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.nickname := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_players_nickname BEFORE INSERT OR UPDATE ON public.players FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_players_nickname();
  END IF;
  -- add column players.squad
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'squad' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.players ADD COLUMN squad text;
    CALL phasegate.copy_column_grants('public.players', 'team', 'public.players', 'squad');
  END IF;
  -- keep team and squad equal on players (trigger)
  IF ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND g.tgname = 'zz_phasegate_sync_public_players_squad' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'team' AND NOT a.attisdropped))) IS NOT TRUE THEN
    IF ((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND g.tgname = 'zz_phasegate_sync_public_players_squad' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'team' AND NOT a.attisdropped))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_players_squad'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.players fire after zz_phasegate_sync_public_players_squad by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_players_squad(team text, OUT phasegate_up_1 text, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_players_squad.team;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_players_squad() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 text;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := NEW.team;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.squad IS NULL);
  ELSE
    new_side_written := ROW(NEW.squad)::record OPERATOR(pg_catalog.*<>) ROW(OLD.squad)::record;
    old_side_written := ROW(NEW.team)::record OPERATOR(pg_catalog.*<>) ROW(OLD.team)::record OR (NEW.squad IS NULL);
  END IF;
  IF new_side_written AND ROW(NEW.squad)::record OPERATOR(pg_catalog.*<>) ROW(phasegate_up_1)::record THEN
    NEW.team := NEW.squad;
  ELSIF old_side_written AND NOT new_side_written THEN
    NEW.squad := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_players_squad BEFORE INSERT OR UPDATE ON public.players FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_players_squad();
  END IF;
END
$phasegate$;
RESET statement_timeout;
