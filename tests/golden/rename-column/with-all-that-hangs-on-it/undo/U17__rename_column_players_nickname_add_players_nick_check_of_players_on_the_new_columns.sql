-- phasegate: undo validate (enforce)
-- rollout: rename_column_players_nickname, plan 08118e35
-- what: add players_nick_check of players on the new columns
--   locks: ACCESS EXCLUSIVE on public.players (all wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.players') AND c.conname = 'zz_phasegate_next_players_nick_check') OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.players') AND a.attname = 'nick' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_players_nickname",
  "plan_id": "08118e35",
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
  -- undo: add players_nick_check of players on the new columns
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.players DROP CONSTRAINT IF EXISTS zz_phasegate_next_players_nick_check;
  END IF;
END
$phasegate$;
RESET statement_timeout;
