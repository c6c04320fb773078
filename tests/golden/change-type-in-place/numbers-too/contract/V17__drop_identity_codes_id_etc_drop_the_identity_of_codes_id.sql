-- phasegate: do contract (retire)
-- rollout: drop_identity_codes_id_etc, plan a1613612
-- what: drop the identity of codes.id
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, instant)
--   undo: yes
--   note: undo makes it an identity again that goes on after the highest number in the table: numbers of deleted rows may come again
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = '')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_codes_id_etc",
  "plan_id": "a1613612",
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
  "conditions": [
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a')",
      "otherwise": "column public.codes.id takes no number of the application"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))",
      "otherwise": "column public.items.id has no identity"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.lines_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = ''))",
      "otherwise": "column public.lines.id has no sequence of its own"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.codes', 'id') = 'integer', false)",
      "otherwise": "column public.codes.id does not have the type integer"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.items', 'id') = 'bigint', false)",
      "otherwise": "column public.items.id does not have the type bigint"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.lines', 'id') = 'bigint', false)",
      "otherwise": "column public.lines.id does not have the type bigint"
    },
    {
      "sql": "COALESCE(phasegate.column_type('public.lines', 'item_id') = 'bigint', false)",
      "otherwise": "column public.lines.item_id does not have the type bigint"
    }
  ],
  "unproven": [
    "constraint public.lines.lines_item_id_fkey"
  ],
  "soak_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop the identity of codes.id
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = '')) IS NOT TRUE THEN
    ALTER TABLE public.codes ALTER COLUMN id DROP IDENTITY;
  END IF;
END
$phasegate$;
RESET statement_timeout;
