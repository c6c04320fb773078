-- phasegate: do validate (open)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: add generated column parts.length
--   locks: ACCESS EXCLUSIVE on public.parts (all wait, rewrites)
--   undo: yes
--   note: rewrites rows unknown (never analysed), 0.0 MB with indexes while everybody waits
--   note: waits until the running version is gone, because its writes would fail where the expression fails
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'length' AND NOT a.attisdropped)
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
  "part": "open",
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
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add generated column parts.length
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'length' AND NOT a.attisdropped)) IS NOT TRUE THEN
    IF (pg_catalog.pg_total_relation_size(pg_catalog.to_regclass('public.parts')) <= 33554432) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'table public.parts has grown since the plan was made, so this would stop everybody for too long: add a plain column with a backfill instead, which the application writes from then on';
    END IF;
    ALTER TABLE public.parts ADD COLUMN length smallint GENERATED ALWAYS AS (length(note)::smallint) STORED;
  END IF;
END
$phasegate$;
RESET statement_timeout;
