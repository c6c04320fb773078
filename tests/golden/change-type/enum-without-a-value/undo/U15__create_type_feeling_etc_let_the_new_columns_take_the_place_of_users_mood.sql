-- phasegate: undo contract (swap)
-- rollout: create_type_feeling_etc, plan 11100b73
-- what: let the new columns take the place of users.mood
--   locks: ACCESS EXCLUSIVE on public.users (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.users') AND a.attname = 'mood' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) IN ('public.feeling', 'feeling'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_feeling_etc",
  "plan_id": "11100b73",
  "environment": "default",
  "phase": "contract",
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
  "part": "swap",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.users AS t CROSS JOIN LATERAL phasegate.up_public_users_mood(t.zz_phasegate_mood) AS u WHERE (ROW(t.mood)::record OPERATOR(pg_catalog.*<>) ROW(u.phasegate_up_1)::record)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of users.mood)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new columns take the place of users.mood
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.users IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.users ALTER COLUMN zz_phasegate_mood SET NOT NULL;
    ALTER TABLE public.users DROP CONSTRAINT IF EXISTS phasegate_nn_back_users_mood;
    ALTER TABLE public.users RENAME COLUMN mood TO zz_phasegate_next_mood;
    ALTER TABLE public.users RENAME COLUMN zz_phasegate_mood TO mood;
    ALTER TABLE public.users ALTER COLUMN mood SET DEFAULT 'ok'::public.mood;
    ALTER TABLE public.users ALTER COLUMN zz_phasegate_next_mood DROP DEFAULT;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_users_mood() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_mood := (case NEW.mood::text when 'happy' then 'ok' else NEW.mood::text end)::public.feeling;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
