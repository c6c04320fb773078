-- phasegate: undo expand
-- rollout: rename_column_users_nickname, plan 5f8b0074
-- what: add column users.nickname
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nickname' AND NOT a.attisdropped)
-- what: keep nick and nickname equal on users (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'nick' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_users_nickname",
  "plan_id": "5f8b0074",
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
      "sql": "SELECT count(*) FROM public.users AS t CROSS JOIN LATERAL phasegate.up_public_users_nickname(t.nick) AS u WHERE (t.nickname IS NOT NULL) AND (t.nickname IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (keep nick and nickname equal on users (trigger))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: keep nick and nickname equal on users (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_users_nickname ON public.users;
    DROP FUNCTION IF EXISTS phasegate.sync_public_users_nickname();
    DROP FUNCTION IF EXISTS phasegate.up_public_users_nickname(text);
  END IF;
  -- undo: add column users.nickname
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN nickname;
  END IF;
END
$phasegate$;
RESET statement_timeout;
