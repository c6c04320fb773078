-- phasegate: undo expand
-- rollout: merge_columns_users_display_name, plan 8470c14a
-- what: add column users.display_name
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'display_name' AND NOT a.attisdropped)
-- what: keep first_name, last_name and display_name equal on users (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.users (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.users') AND g.tgname = 'zz_phasegate_sync_public_users_display_name_0589406c' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'first_name' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "merge_columns_users_display_name",
  "plan_id": "8470c14a",
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
      "sql": "SELECT count(*) FROM public.users AS t CROSS JOIN LATERAL phasegate.up_public_users_display_name_0589406c(t.first_name, t.last_name) AS u WHERE (t.display_name IS NOT NULL) AND (t.display_name IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (keep first_name, last_name and display_name equal on users (trigger))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: keep first_name, last_name and display_name equal on users (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_users_display_name_0589406c ON public.users;
    DROP FUNCTION IF EXISTS phasegate.sync_public_users_display_name_0589406c();
    DROP FUNCTION IF EXISTS phasegate.up_public_users_display_name_0589406c(text, text);
  END IF;
  -- undo: add column users.display_name
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.users DROP COLUMN display_name;
  END IF;
END
$phasegate$;
RESET statement_timeout;
