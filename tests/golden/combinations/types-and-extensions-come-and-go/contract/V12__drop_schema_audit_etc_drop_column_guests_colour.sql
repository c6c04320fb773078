-- phasegate: do contract (drop)
-- rollout: drop_schema_audit_etc, plan 820a9a05
-- what: drop column guests.colour
--   locks: ACCESS EXCLUSIVE on public.guests (all wait, instant)
--   undo: IMPOSSIBLE: the values of public.guests.colour are gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'zz_phasegate_colour' AND NOT a.attisdropped)
-- what: drop enum type public.colour
--   locks: none on relations
--   undo: IMPOSSIBLE: what used enum type public.colour is gone; create it again as it was: CREATE TYPE public.colour AS ENUM ('red')
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_colour')
-- what: drop column guests.tags
--   locks: ACCESS EXCLUSIVE on public.guests (all wait, instant)
--   undo: IMPOSSIBLE: the values of public.guests.tags are gone
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'zz_phasegate_tags' AND NOT a.attisdropped)
-- what: drop extension hstore
--   locks: none on relations
--   undo: IMPOSSIBLE: what the extension held in tables of its own is gone
--   note: statements of applications and bodies of functions that call its functions or name its types are not known to PostgreSQL: look for them first
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_schema_audit_etc",
  "plan_id": "820a9a05",
  "environment": "default",
  "phase": "contract",
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
  "part": "drop",
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
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'citext')",
      "otherwise": "extension citext is not installed"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zip')",
      "otherwise": "domain public.zip is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'place')",
      "otherwise": "composite type public.place is missing"
    },
    {
      "sql": "pg_catalog.to_regclass('public.rooms') IS NOT NULL",
      "otherwise": "table public.rooms is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'email' AND NOT a.attisdropped)",
      "otherwise": "column public.guests.email is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'home' AND NOT a.attisdropped)",
      "otherwise": "column public.guests.home is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'it''s new')",
      "otherwise": "enum type public.mood does not have all of 'it''s new'"
    },
    {
      "sql": "COALESCE(phasegate.default_text('public.guests', 'mood') <> '''sad''::public.mood', false)",
      "otherwise": "the default of public.guests.mood is still 'sad'::public.mood, or gone"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'audit' AND t.typname = 'kind')",
      "otherwise": "enum type audit.kind is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'colour')",
      "otherwise": "enum type public.colour is still there"
    },
    {
      "sql": "NOT pg_catalog.to_regclass('audit.events') IS NOT NULL",
      "otherwise": "table audit.events is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'colour' AND NOT a.attisdropped)",
      "otherwise": "column public.guests.colour is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'tags' AND NOT a.attisdropped)",
      "otherwise": "column public.guests.tags is still there"
    },
    {
      "sql": "NOT pg_catalog.to_regclass('audit.zz_phasegate_events') IS NOT NULL",
      "otherwise": "the retired table audit.zz_phasegate_events is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'audit' AND t.typname = 'zz_phasegate_kind')",
      "otherwise": "the retired enum type audit.zz_phasegate_kind is still there"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'audit')",
      "otherwise": "schema audit is still there"
    }
  ],
  "going": [
    {
      "what": "column public.guests.colour (goes)",
      "tables": [
        "public.guests"
      ],
      "column": "colour"
    },
    {
      "what": "column public.guests.tags (goes)",
      "tables": [
        "public.guests"
      ],
      "column": "tags"
    }
  ],
  "unproven": [
    "constraint audit.events.events_pkey",
    "constraint public.rooms"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "column public.guests.colour",
    "column public.guests.tags",
    "extension hstore"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop column guests.colour
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'zz_phasegate_colour' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.guests DROP COLUMN zz_phasegate_colour;
  END IF;
  -- drop enum type public.colour
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_colour')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (t.oid, t.typarray) AND d.deptype IN ('n', 'a') AND NOT (d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.oid = d.objid AND c.contypid = t.oid)) WHERE t.oid = pg_catalog.to_regtype('public.zz_phasegate_colour'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'something uses enum type public.zz_phasegate_colour';
    END IF;
    DROP TYPE public.zz_phasegate_colour;
  END IF;
  -- drop column guests.tags
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'zz_phasegate_tags' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.guests DROP COLUMN zz_phasegate_tags;
  END IF;
  -- drop extension hstore
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore')) IS NOT TRUE THEN
    DROP EXTENSION IF EXISTS hstore;
  END IF;
END
$phasegate$;
RESET statement_timeout;
