-- phasegate: undo expand
-- rollout: drop_schema_audit_etc, plan 820a9a05
-- what: install extension citext
--   locks: none on relations
--   undo: yes
--   note: needs a superuser, or CREATE on the database where the extension is trusted; a function of the extension must not have the name of one that an application calls
--   verify: EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'citext')
-- what: create domain public.zip
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zip')
-- what: create composite type public.place
--   locks: none on relations
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'place')
-- what: create table public.rooms
--   locks: none on relations
--   undo: yes
--   note: a new table: no version of any application uses it yet
--   verify: pg_catalog.to_regclass('public.rooms') IS NOT NULL
-- what: add column guests.email
--   locks: ACCESS EXCLUSIVE on public.guests (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'email' AND NOT a.attisdropped)
-- what: add column guests.home
--   locks: ACCESS EXCLUSIVE on public.guests (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'home' AND NOT a.attisdropped)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_schema_audit_etc",
  "plan_id": "820a9a05",
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
      "sql": "SELECT count(*) FROM public.rooms",
      "what": "rows whose values only the next version could have written (create table public.rooms)"
    },
    {
      "sql": "SELECT count(*) FROM public.guests WHERE email IS DISTINCT FROM NULL",
      "what": "rows whose values only the next version could have written (add column guests.email)"
    },
    {
      "sql": "SELECT count(*) FROM public.guests WHERE home IS DISTINCT FROM NULL",
      "what": "rows whose values only the next version could have written (add column guests.home)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: add column guests.home
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.guests DROP COLUMN home;
  END IF;
  -- undo: add column guests.email
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.guests DROP COLUMN email;
  END IF;
  -- undo: create table public.rooms
  IF (false) IS NOT TRUE THEN
    DROP TABLE public.rooms;
  END IF;
  -- undo: create composite type public.place
  IF (false) IS NOT TRUE THEN
    DROP TYPE public.place;
  END IF;
  -- undo: create domain public.zip
  IF (false) IS NOT TRUE THEN
    DROP DOMAIN public.zip;
  END IF;
  -- undo: install extension citext
  IF (false) IS NOT TRUE THEN
    DROP EXTENSION IF EXISTS citext;
  END IF;
END
$phasegate$;
RESET statement_timeout;
