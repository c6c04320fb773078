-- phasegate: do expand
-- rollout: drop_identity_codes_id_etc, plan a1613612
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_codes_id_etc",
  "plan_id": "a1613612",
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
    "public.codes",
    "public.items",
    "public.lines"
  ],
  "touches": [
    "column public.codes.id",
    "column public.items.id",
    "column public.lines.id",
    "column public.lines.item_id",
    "constraint public.lines.lines_item_id_fkey",
    "sequence public.items_id_seq",
    "sequence public.lines_id_seq",
    "sequence public.zz_phasegate_items_id_seq"
  ],
  "fingerprint": "62858f2f86a323a2090083d222ba285f",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_identity_codes_id_etc",
      "plan_id": "a1613612",
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
          "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a')",
          "otherwise": "column public.codes.id takes no number of the application"
        }
      ]
    },
    "promises": {
      "public.codes.id.type": "COALESCE(phasegate.column_type('public.codes', 'id') = 'integer', false)",
      "public.items.id.type": "COALESCE(phasegate.column_type('public.items', 'id') = 'bigint', false)",
      "public.lines.id.type": "COALESCE(phasegate.column_type('public.lines', 'id') = 'bigint', false)",
      "public.lines.item_id.type": "COALESCE(phasegate.column_type('public.lines', 'item_id') = 'bigint', false)"
    },
    "desired_digest": "9d5b54b361dd5fb02ce503e5f5bd15b35763dccbb5cf1b714d1edfbe9a8fd707",
    "progress": {
      "expand": [
        "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a')"
      ],
      "backfill": [],
      "validate": [
        "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))",
        "(EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.lines_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = ''))"
      ],
      "contract": [
        "COALESCE(phasegate.column_type('public.codes', 'id') = 'integer', false)",
        "COALESCE(phasegate.column_type('public.items', 'id') = 'bigint', false)",
        "COALESCE(phasegate.column_type('public.lines', 'id') = 'bigint', false)",
        "COALESCE(phasegate.column_type('public.lines', 'item_id') = 'bigint', false)",
        "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = '')",
        "NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.relkind = 'S' AND c.oid = pg_catalog.to_regclass('public.zz_phasegate_items_id_seq'))"
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
