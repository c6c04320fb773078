-- phasegate: undo expand
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
      "sql": "SELECT count(*) FROM public.players AS t CROSS JOIN LATERAL phasegate.up_public_players_nickname(t.nick) AS u WHERE (t.nickname IS NOT NULL) AND (t.nickname IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (keep nick and nickname equal on players (trigger))"
    },
    {
      "sql": "SELECT count(*) FROM public.players AS t CROSS JOIN LATERAL phasegate.up_public_players_squad(t.team) AS u WHERE (t.squad IS NOT NULL) AND (t.squad IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (keep team and squad equal on players (trigger))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: keep team and squad equal on players (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_players_squad ON public.players;
    DROP FUNCTION IF EXISTS phasegate.sync_public_players_squad();
    DROP FUNCTION IF EXISTS phasegate.up_public_players_squad(text);
  END IF;
  -- undo: add column players.squad
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.players DROP COLUMN squad;
  END IF;
  -- undo: keep nick and nickname equal on players (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_players_nickname ON public.players;
    DROP FUNCTION IF EXISTS phasegate.sync_public_players_nickname();
    DROP FUNCTION IF EXISTS phasegate.up_public_players_nickname(text);
  END IF;
  -- undo: add column players.nickname
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.players DROP COLUMN nickname;
  END IF;
END
$phasegate$;
RESET statement_timeout;
