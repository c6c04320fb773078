-- phasegate: do validate (open)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: build index parts_length_idx on parts concurrently
--   locks: SHARE UPDATE EXCLUSIVE on public.parts (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   note: built before the deploy: it can fail no write of the running version
--   verify: EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.parts_length_idx') AND i.indrelid = pg_catalog.to_regclass('public.parts') AND i.indisvalid AND i.indisready AND i.indislive)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '3600s';
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
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'length' AND NOT a.attisdropped)",
      "otherwise": "column public.parts.length is missing"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (NOT pg_catalog.to_regclass('public.parts_length_idx') IS NOT NULL OR EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.parts_length_idx') AND i.indrelid = pg_catalog.to_regclass('public.parts') AND i.indisvalid AND i.indisready AND i.indislive)) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'index public.parts_length_idx is INVALID, left by a build that failed: DROP INDEX CONCURRENTLY it and run this file again';
  END IF;
END
$phasegate$;
-- build index parts_length_idx on parts concurrently
CREATE INDEX CONCURRENTLY IF NOT EXISTS parts_length_idx ON public.parts (length);
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
