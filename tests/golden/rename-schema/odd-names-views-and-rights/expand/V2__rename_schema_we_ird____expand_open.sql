-- phasegate: do expand
-- rollout: rename_schema_we_ird____, plan 98e14308
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_schema_we_ird____",
  "plan_id": "98e14308",
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
    "\"Old \"\"Schema\"\"; --\".\"some 't'able\""
  ],
  "touches": [
    "column \"Old \"\"Schema\"\"; --\".\"some 't'able\".\"Full Name\"",
    "column \"Old \"\"Schema\"\"; --\".\"some 't'able\".id",
    "policy \"Old \"\"Schema\"\"; --\".\"some 't'able\".everybody",
    "constraint \"Old \"\"Schema\"\"; --\".\"some 't'able\".keeps_its_name",
    "schema \"Old \"\"Schema\"\"; --\"",
    "schema \"we\"\"ird; --\"",
    "sequence \"Old \"\"Schema\"\"; --\".\"ids'; --\"",
    "table \"Old \"\"Schema\"\"; --\".\"some 't'able\"",
    "table \"we\"\"ird; --\".\"some 't'able\"",
    "view \"Old \"\"Schema\"\"; --\".\"some 't'able\"",
    "view public.seniors",
    "view \"we\"\"ird; --\".\"some 't'able\""
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "rename_schema_we_ird____",
      "plan_id": "98e14308",
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
          "sql": "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we\"ird; --' AND c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1 OR (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we\"ird; --' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1",
          "otherwise": "schema \"we\"\"ird; --\" does not have a view for each table of schema \"Old \"\"Schema\"\"; --\""
        }
      ]
    },
    "promises": {
      "\"we\"\"ird; --\".schema": "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we\"ird; --' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1"
    },
    "desired_digest": "b2f9fe9d6c162ccec34440572643514918374148d3c000874ff4a659ff4c2cc1",
    "progress": {
      "expand": [
        "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we\"ird; --' AND c.relkind = 'v' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1 OR (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we\"ird; --' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1"
      ],
      "backfill": [],
      "validate": [],
      "contract": [
        "(SELECT pg_catalog.count(*) FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'we\"ird; --' AND c.relkind = 'r' AND c.relname::pg_catalog.text = ANY (ARRAY['some ''t''able']::pg_catalog.text[])) = 1",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'Old \"Schema\"; --')"
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
