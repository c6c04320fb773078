-- phasegate: do validate (enforce)
-- rollout: rename_column_players_nickname, plan 08118e35
-- what: add players_team_fkey of players on the new columns
--   locks: SHARE ROW EXCLUSIVE on public.players (writes wait, instant); SHARE ROW EXCLUSIVE on public.teams (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'zz_phasegate_next_players_team_fkey') OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_players_nickname",
  "plan_id": "08118e35",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
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
    }
  ],
  "locks": [
    {
      "table": "public.players",
      "mode": "SHARE ROW EXCLUSIVE"
    },
    {
      "table": "public.teams",
      "mode": "SHARE ROW EXCLUSIVE"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add players_team_fkey of players on the new columns
  IF ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'zz_phasegate_next_players_team_fkey') OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))) IS NOT TRUE THEN
    ALTER TABLE public.players ADD CONSTRAINT zz_phasegate_next_players_team_fkey FOREIGN KEY (squad) references public.teams(name) on delete set null not valid;
  END IF;
END
$phasegate$;
RESET statement_timeout;
