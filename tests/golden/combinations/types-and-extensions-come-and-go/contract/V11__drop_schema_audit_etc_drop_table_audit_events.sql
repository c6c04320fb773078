-- phasegate: do contract (drop)
-- rollout: drop_schema_audit_etc, plan 820a9a05
-- what: drop table audit.events
--   locks: ACCESS EXCLUSIVE on audit.zz_phasegate_events (all wait, instant); ACCESS EXCLUSIVE on audit.zz_phasegate_events.events_pkey (all wait, instant); ACCESS EXCLUSIVE on audit.events_id_seq (all wait, instant)
--   undo: IMPOSSIBLE: the rows of audit.events are gone
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: NOT pg_catalog.to_regclass('audit.zz_phasegate_events') IS NOT NULL
-- what: drop enum type audit.kind
--   locks: none on relations
--   undo: IMPOSSIBLE: what used enum type audit.kind is gone; create it again as it was: CREATE TYPE audit.kind AS ENUM ('a', 'b')
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'audit' AND t.typname = 'zz_phasegate_kind')
-- what: drop schema audit
--   locks: none on relations
--   undo: IMPOSSIBLE: what lay in schema audit is gone; create it again, with its rights
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'audit')
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
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0,
  "approvals": [
    "table audit.events",
    "schema audit"
  ],
  "approved": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop table audit.events
  IF (NOT pg_catalog.to_regclass('audit.zz_phasegate_events') IS NOT NULL) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d LEFT JOIN pg_catalog.pg_rewrite AS r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND r.oid = d.objid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = pg_catalog.to_regclass('audit.zz_phasegate_events') AND d.deptype IN ('n', 'a') AND r.ev_class IS DISTINCT FROM d.refobjid AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_type AS y ON y.oid = c.reltype JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (y.oid, y.typarray) WHERE c.oid = pg_catalog.to_regclass('audit.zz_phasegate_events') AND d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_class'::pg_catalog.regclass) AND d.deptype = 'n') AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS f WHERE f.contype = 'f' AND f.confrelid = pg_catalog.to_regclass('audit.zz_phasegate_events') AND f.conrelid <> f.confrelid)) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, function, publication, statistics object or foreign key of another table mentions the retired audit.zz_phasegate_events';
    END IF;
    DROP TABLE audit.zz_phasegate_events;
  END IF;
  -- drop enum type audit.kind
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'audit' AND t.typname = 'zz_phasegate_kind')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid IN (t.oid, t.typarray) AND d.deptype IN ('n', 'a') AND NOT (d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.oid = d.objid AND c.contypid = t.oid)) WHERE t.oid = pg_catalog.to_regtype('audit.zz_phasegate_kind'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'something uses enum type audit.zz_phasegate_kind';
    END IF;
    DROP TYPE audit.zz_phasegate_kind;
  END IF;
  -- drop schema audit
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'audit')) IS NOT TRUE THEN
    DROP SCHEMA audit;
  END IF;
END
$phasegate$;
RESET statement_timeout;
