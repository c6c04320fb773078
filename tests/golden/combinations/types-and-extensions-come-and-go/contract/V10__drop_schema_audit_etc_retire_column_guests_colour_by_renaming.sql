-- phasegate: do contract (retire)
-- rollout: drop_schema_audit_etc, plan 820a9a05
-- what: retire column guests.colour by renaming
--   locks: ACCESS EXCLUSIVE on public.guests (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'colour' AND NOT a.attisdropped)
-- what: retire column guests.tags by renaming
--   locks: ACCESS EXCLUSIVE on public.guests (all wait, instant)
--   undo: yes
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'tags' AND NOT a.attisdropped)
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
  "part": "retire",
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
    },
    {
      "what": "table audit.events (goes)",
      "tables": [
        "audit.events"
      ]
    }
  ],
  "unproven": [
    "constraint audit.events.events_pkey",
    "constraint public.rooms"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- retire column guests.colour by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'colour' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'colour' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public.guests.colour';
    END IF;
    ALTER TABLE public.guests RENAME COLUMN colour TO zz_phasegate_colour;
  END IF;
  -- retire column guests.tags by renaming
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'tags' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'tags' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions public.guests.tags';
    END IF;
    ALTER TABLE public.guests RENAME COLUMN tags TO zz_phasegate_tags;
  END IF;
END
$phasegate$;
RESET statement_timeout;
