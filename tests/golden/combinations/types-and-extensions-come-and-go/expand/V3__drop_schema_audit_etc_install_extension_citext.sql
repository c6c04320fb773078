-- phasegate: do expand
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
    "audit.events",
    "public.guests"
  ],
  "touches": [
    "column audit.events.id",
    "column audit.events.kind",
    "column public.guests.colour",
    "column public.guests.email",
    "column public.guests.home",
    "column public.guests.mood",
    "column public.guests.tags",
    "column public.guests.zz_phasegate_colour",
    "column public.guests.zz_phasegate_tags",
    "column public.rooms.id",
    "column public.rooms.words",
    "composite type public.place",
    "domain public.zip",
    "enum type audit.kind",
    "enum type audit.zz_phasegate_kind",
    "enum type public.colour",
    "enum type public.mood",
    "enum type public.zz_phasegate_colour",
    "extension citext",
    "extension hstore",
    "constraint audit.events.events_pkey",
    "constraint public.rooms",
    "schema audit",
    "table audit.events",
    "table audit.zz_phasegate_events",
    "table public.rooms"
  ],
  "fingerprint": "a8ea93ee9402c7501389fe26d814d088",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- install extension citext
  IF (EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'citext')) IS NOT TRUE THEN
    IF (EXISTS (SELECT FROM pg_catalog.pg_available_extensions AS a WHERE a.name = 'citext')) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'extension citext is not available on this server: install its package first';
    END IF;
    CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;
  END IF;
  -- create domain public.zip
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zip')) IS NOT TRUE THEN
    CREATE DOMAIN public.zip AS character varying(10);
  END IF;
  -- create composite type public.place
  IF (EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'place')) IS NOT TRUE THEN
    CREATE TYPE public.place AS (street citext, zip public.zip);
  END IF;
  -- create table public.rooms
  IF (pg_catalog.to_regclass('public.rooms') IS NOT NULL) IS NOT TRUE THEN
    CREATE TABLE public.rooms (
        CONSTRAINT rooms_pkey PRIMARY KEY (id),
        id bigint NOT NULL,
        words public.citext DEFAULT lower('A')
    );
  END IF;
  -- add column guests.email
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'email' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.guests ADD COLUMN email citext;
  END IF;
  -- add column guests.home
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'home' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.guests ADD COLUMN home public.place;
  END IF;
END
$phasegate$;
RESET statement_timeout;
