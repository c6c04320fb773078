-- phasegate: do validate (enforce)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: change the default of orders.twin
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: rows that are there keep their values
--   verify: COALESCE(phasegate.default_text('public.orders', 'twin') <> 'nextval(''public.orders_id_seq''::regclass)', false)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_sequence_numbers_etc",
  "plan_id": "2fc749a6",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "sessions": false,
  "tables": [
    "public.orders",
    "public.parts",
    "public.twins"
  ],
  "touches": [
    "constraint public.parts.phasegate_nn_parts_code",
    "column public.orders.id",
    "column public.orders.twin",
    "column public.parts.code",
    "column public.parts.length",
    "column public.twins.id",
    "column public.twins.twin",
    "index public.parts_length_idx",
    "sequence public.numbers",
    "sequence public.orders_id_seq",
    "sequence public.twins_id_seq",
    "sequence public.zz_phasegate_orders_id_seq",
    "sequence public.zz_phasegate_twins_id_seq"
  ],
  "fingerprint": "88092086c3eed0f69baa0370fbde4478",
  "conditions": [
    {
      "sql": "pg_catalog.to_regclass('public.numbers') IS NOT NULL",
      "otherwise": "sequence public.numbers is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'length' AND NOT a.attisdropped)",
      "otherwise": "column public.parts.length is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.parts_length_idx') AND i.indrelid = pg_catalog.to_regclass('public.parts') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index parts_length_idx is not there, or INVALID"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- change the default of orders.twin
  IF (COALESCE(phasegate.default_text('public.orders', 'twin') <> 'nextval(''public.orders_id_seq''::regclass)', false)) IS NOT TRUE THEN
    ALTER TABLE public.orders ALTER COLUMN twin SET DEFAULT 7;
  END IF;
END
$phasegate$;
RESET statement_timeout;
