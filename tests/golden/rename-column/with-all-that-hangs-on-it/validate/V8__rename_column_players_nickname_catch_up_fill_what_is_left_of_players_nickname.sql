-- phasegate: do validate (catch-up)
-- rollout: rename_column_players_nickname, plan 08118e35
-- what: catch up: fill what is left of players.nickname
--   locks: ROW EXCLUSIVE on public.players (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.1 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_players_nickname' AND p.step = 'rename-column public.players.nickname (catch-up)'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
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
  "part": "catch-up",
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
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- catch up: fill what is left of players.nickname
CALL phasegate.backfill('rename_column_players_nickname', 'rename-column public.players.nickname (catch-up)', 'public.players',
  'nickname = nick',
  'nickname IS NULL AND (SELECT u.failed OR u.phasegate_up_1 IS NOT NULL FROM phasegate.up_public_players_nickname(players.nick) AS u)');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
