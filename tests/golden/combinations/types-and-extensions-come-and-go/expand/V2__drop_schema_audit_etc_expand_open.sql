-- phasegate: do expand
-- rollout: drop_schema_audit_etc, plan 820a9a05
-- what: opens the phase: nothing else of it may run before
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
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_schema_audit_etc",
      "plan_id": "820a9a05",
      "environment": "default",
      "phase": "deploy",
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
        }
      ]
    },
    "promises": {
      "public.mood.it's new": "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'it''s new')",
      "public.guests.mood.default": "COALESCE(phasegate.default_text('public.guests', 'mood') <> '''sad''::public.mood', false)"
    },
    "desired_digest": "8922d45c8238f746d084268831bca3e0212b7805794de1e503e9d9e11831753d",
    "progress": {
      "expand": [
        "EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'citext')",
        "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zip')",
        "EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'place')",
        "pg_catalog.to_regclass('public.rooms') IS NOT NULL",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'email' AND NOT a.attisdropped)",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'home' AND NOT a.attisdropped)"
      ],
      "backfill": [],
      "validate": [
        "EXISTS (SELECT FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname IN ('mood', 'mood') AND e.enumlabel = 'it''s new')",
        "COALESCE(phasegate.default_text('public.guests', 'mood') <> '''sad''::public.mood', false)"
      ],
      "contract": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'audit' AND t.typname = 'kind')",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'colour')",
        "NOT pg_catalog.to_regclass('audit.events') IS NOT NULL",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'colour' AND NOT a.attisdropped)",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'tags' AND NOT a.attisdropped)",
        "NOT pg_catalog.to_regclass('audit.zz_phasegate_events') IS NOT NULL",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'audit' AND t.typname = 'zz_phasegate_kind')",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'audit')",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'zz_phasegate_colour' AND NOT a.attisdropped)",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'zz_phasegate_colour')",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.guests') AND a.attname = 'zz_phasegate_tags' AND NOT a.attisdropped)",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE e.extname = 'hstore')"
      ]
    }
  }
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
