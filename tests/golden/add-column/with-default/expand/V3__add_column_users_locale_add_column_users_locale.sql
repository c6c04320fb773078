-- phasegate: do expand
-- rollout: add_column_users_locale, plan cba57dac
-- what: add column users.locale
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'locale' AND NOT a.attisdropped)
-- what: comment on column public.users.locale
--   locks: SHARE UPDATE EXCLUSIVE on public.users (nobody waits, instant)
--   undo: nothing needed: it goes with the column
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_users_locale",
  "plan_id": "cba57dac",
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
    "public.users"
  ],
  "touches": [
    "column public.users.locale"
  ],
  "fingerprint": "3c25099fe31ac7bfc6ba70eaaf517ef7",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column users.locale
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'locale' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.users ADD COLUMN locale text DEFAULT 'en' NOT NULL;
  END IF;
  -- comment on column public.users.locale
  IF (false) IS NOT TRUE THEN
    COMMENT ON COLUMN public.users.locale IS 'BCP 47 tag';
  END IF;
END
$phasegate$;
RESET statement_timeout;
