-- phasegate: undo expand
-- rollout: create_type_mood_etc, plan bb224743
-- what: create enum type public.mood
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'mood')
-- what: add column people.level
--   locks: ACCESS EXCLUSIVE on public.people (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'level' AND NOT a.attisdropped)
-- what: add column people.mood
--   locks: ACCESS EXCLUSIVE on public.people (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'mood' AND NOT a.attisdropped)
-- what: add column people.nickname
--   locks: ACCESS EXCLUSIVE on public.people (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'nickname' AND NOT a.attisdropped)
-- what: keep nick and nickname equal on people (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.people (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.people') AND g.tgname = 'zz_phasegate_sync_public_people_nickname' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'nick' AND NOT a.attisdropped))
-- what: give people.code a default for rows that the next version writes
--   locks: ACCESS EXCLUSIVE on public.people (all wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'code' AND NOT a.attisdropped AND a.atthasdef) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.people') AND a.attname = 'code' AND NOT a.attisdropped))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_type_mood_etc",
  "plan_id": "bb224743",
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
      "sql": "SELECT count(*) FROM public.people WHERE level IS DISTINCT FROM 1",
      "what": "rows whose values only the next version could have written (add column people.level)"
    },
    {
      "sql": "SELECT count(*) FROM public.people WHERE mood IS DISTINCT FROM NULL",
      "what": "rows whose values only the next version could have written (add column people.mood)"
    },
    {
      "sql": "SELECT count(*) FROM public.people AS t CROSS JOIN LATERAL phasegate.up_public_people_nickname(t.nick) AS u WHERE (t.nickname IS NOT NULL) AND (t.nickname IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (keep nick and nickname equal on people (trigger))"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: give people.code a default for rows that the next version writes
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.people ALTER COLUMN code DROP DEFAULT;
  END IF;
  -- undo: keep nick and nickname equal on people (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_people_nickname ON public.people;
    DROP FUNCTION IF EXISTS phasegate.sync_public_people_nickname();
    DROP FUNCTION IF EXISTS phasegate.up_public_people_nickname(text);
  END IF;
  -- undo: add column people.nickname
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.people DROP COLUMN nickname;
  END IF;
  -- undo: add column people.mood
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.people DROP COLUMN mood;
  END IF;
  -- undo: add column people.level
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.people DROP COLUMN level;
  END IF;
  -- undo: create enum type public.mood
  IF (false) IS NOT TRUE THEN
    DROP TYPE public.mood;
  END IF;
END
$phasegate$;
RESET statement_timeout;
