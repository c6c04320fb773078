-- phasegate: do validate (enforce)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: prove that no row of parts has NULL in code
--   locks: ACCESS SHARE on public.parts (nobody waits, scans)
--   undo: nothing needed: it only looks
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
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
    },
    {
      "sql": "COALESCE(phasegate.default_text('public.orders', 'twin') <> 'nextval(''public.orders_id_seq''::regclass)', false)",
      "otherwise": "the default of public.orders.twin is still nextval('public.orders_id_seq'::regclass), or gone"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND NOT pg_catalog.to_regclass('public.orders_id_seq') IS NOT NULL",
      "otherwise": "the default of public.orders.id still draws from public.orders_id_seq"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- prove that no row of parts has NULL in code
DO $proof$
DECLARE
  rows_left constant bigint := (SELECT count(*) FROM public.parts WHERE code IS NULL);
BEGIN
  IF rows_left > 0 THEN
    RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = rows_left || ' rows of public.parts have NULL in code', HINT = 'fill them (a backfill in the desired schema does), and run this file again';
  END IF;
END
$proof$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
