-- phasegate: do contract (retire)
-- rollout: rename_column_players_nickname, plan 08118e35
-- what: retire column players.nick, players.team by renaming
--   locks: ACCESS EXCLUSIVE on public.players (all wait, instant); ACCESS EXCLUSIVE on public.posts (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'team' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_players_nickname",
  "plan_id": "08118e35",
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
  "part": "retire",
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
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nickname' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.players are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND g.tgname = 'zz_phasegate_sync_public_players_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_players_nickname is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'squad' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.players are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.players') AND g.tgname = 'zz_phasegate_sync_public_players_squad' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'team' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_players_squad is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_players_nickname' AND p.step = 'rename-column public.players.nickname'), false)",
      "otherwise": "not every row is filled: fill players.nickname in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_players_nickname' AND p.step = 'rename-column public.players.squad'), false)",
      "otherwise": "not every row is filled: fill players.squad in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_players_nickname' AND p.step = 'rename-column public.players.nickname (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of players.nickname"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_players_nickname' AND p.step = 'rename-column public.players.squad (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of players.squad"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'phasegate_nn_players_nickname') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nickname' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_players_nickname is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'phasegate_nn_players_nickname' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nickname' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.players have NULL in nickname"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nickname' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.players.nickname may still be NULL"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_players_nick_key') AND i.indrelid = pg_catalog.to_regclass('public.players') AND i.indisvalid AND i.indisready AND i.indislive) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "index zz_phasegate_next_players_nick_key is not there, or INVALID"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'zz_phasegate_next_players_nick_key') OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "the constraint zz_phasegate_next_players_nick_key is missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_players_team_idx') AND i.indrelid = pg_catalog.to_regclass('public.players') AND i.indisvalid AND i.indisready AND i.indislive) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "index zz_phasegate_next_players_team_idx is not there, or INVALID"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'zz_phasegate_next_players_nick_check') OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "the constraint zz_phasegate_next_players_nick_check is missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'zz_phasegate_next_players_nick_check' AND c.convalidated) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "rows of public.players break players_nick_check"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'zz_phasegate_next_players_team_fkey') OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "the constraint zz_phasegate_next_players_team_fkey is missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'zz_phasegate_next_players_team_fkey' AND c.convalidated) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "rows of public.players break players_team_fkey"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.posts') AND c.conname = 'zz_phasegate_next_posts_author_fkey') OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "the constraint zz_phasegate_next_posts_author_fkey is missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.posts') AND c.conname = 'zz_phasegate_next_posts_author_fkey' AND c.convalidated) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))",
      "otherwise": "rows of public.posts break posts_author_fkey"
    }
  ],
  "locks": [
    {
      "table": "public.players",
      "mode": "ACCESS EXCLUSIVE"
    },
    {
      "table": "public.posts",
      "mode": "ACCESS EXCLUSIVE"
    }
  ],
  "going": [
    {
      "what": "column public.players.nick (is renamed)",
      "tables": [
        "public.players"
      ],
      "column": "nick"
    },
    {
      "what": "column public.players.team (is renamed)",
      "tables": [
        "public.players"
      ],
      "column": "team"
    }
  ],
  "unproven": [
    "constraint public.players.phasegate_nn_players_nickname",
    "constraint public.players.players_nick_check",
    "constraint public.players.players_nick_key",
    "constraint public.players.players_team_fkey",
    "constraint public.players.zz_phasegate_next_players_nick_check",
    "constraint public.players.zz_phasegate_next_players_nick_key",
    "constraint public.players.zz_phasegate_next_players_team_fkey",
    "constraint public.players.zz_phasegate_players_nick_check",
    "constraint public.players.zz_phasegate_players_nick_key",
    "constraint public.players.zz_phasegate_players_team_fkey",
    "constraint public.posts.posts_author_fkey",
    "constraint public.posts.zz_phasegate_next_posts_author_fkey",
    "constraint public.posts.zz_phasegate_posts_author_fkey"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column players.nick, players.team by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'team' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'team' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions nick of public.players';
    END IF;
    CALL phasegate.require_column_grants('public.players', 'nick', 'public.players', 'nickname');
    ALTER TABLE public.players RENAME COLUMN nick TO zz_phasegate_nick;
    CALL phasegate.require_column_grants('public.players', 'team', 'public.players', 'squad');
    ALTER TABLE public.players RENAME COLUMN team TO zz_phasegate_team;
    ALTER TABLE public.players RENAME CONSTRAINT players_nick_key TO zz_phasegate_players_nick_key;
    ALTER TABLE public.players RENAME CONSTRAINT zz_phasegate_next_players_nick_key TO players_nick_key;
    ALTER INDEX public.players_team_idx RENAME TO zz_phasegate_players_team_idx;
    ALTER INDEX public.zz_phasegate_next_players_team_idx RENAME TO players_team_idx;
    COMMENT ON INDEX public.players_team_idx IS 'who plays where';
    ALTER TABLE public.players RENAME CONSTRAINT players_nick_check TO zz_phasegate_players_nick_check;
    ALTER TABLE public.players RENAME CONSTRAINT zz_phasegate_next_players_nick_check TO players_nick_check;
    ALTER TABLE public.players RENAME CONSTRAINT players_team_fkey TO zz_phasegate_players_team_fkey;
    ALTER TABLE public.players RENAME CONSTRAINT zz_phasegate_next_players_team_fkey TO players_team_fkey;
    ALTER TABLE public.posts RENAME CONSTRAINT posts_author_fkey TO zz_phasegate_posts_author_fkey;
    ALTER TABLE public.posts RENAME CONSTRAINT zz_phasegate_next_posts_author_fkey TO posts_author_fkey;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_players_nickname() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.nickname)::record OPERATOR(pg_catalog.*<>) ROW(OLD.nickname)::record THEN
    NEW.zz_phasegate_nick := NEW.nickname;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_players_squad() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.squad)::record OPERATOR(pg_catalog.*<>) ROW(OLD.squad)::record THEN
    NEW.zz_phasegate_team := NEW.squad;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
