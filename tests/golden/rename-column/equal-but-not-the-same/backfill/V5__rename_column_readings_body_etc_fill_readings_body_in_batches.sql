-- phasegate: do backfill
-- rollout: rename_column_readings_body_etc, plan 258fd783
-- what: fill readings.body in batches
--   locks: ROW EXCLUSIVE on public.readings (nobody waits, batches)
--   undo: nothing needed: the values stay until the column itself is taken back
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'rename_column_readings_body_etc' AND p.step = 'rename-column public.readings.body'), false)
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "rename_column_readings_body_etc",
  "plan_id": "258fd783",
  "environment": "default",
  "phase": "backfill",
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
    "public.readings"
  ],
  "touches": [
    "column public.readings.amount",
    "column public.readings.body",
    "column public.readings.doc",
    "column public.readings.found",
    "column public.readings.place",
    "column public.readings.spot",
    "column public.readings.total",
    "column public.readings.was_found",
    "column public.readings.zz_phasegate_amount",
    "column public.readings.zz_phasegate_doc",
    "column public.readings.zz_phasegate_found",
    "column public.readings.zz_phasegate_place",
    "trigger public.readings.zz_phasegate_sync_public_readings_body",
    "trigger public.readings.zz_phasegate_sync_public_readings_spot",
    "trigger public.readings.zz_phasegate_sync_public_readings_total",
    "trigger public.readings.zz_phasegate_sync_public_readings_was_found_4a8c1cf2"
  ],
  "fingerprint": "99a1bca695d0f1d565ffddc463515e19",
  "conditions": [
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'body' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.readings are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_body' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'doc' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_readings_body is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'spot' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.readings are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_spot' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'place' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_readings_spot is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'total' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.readings are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_total' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'amount' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_readings_total is missing or disabled"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'was_found' AND NOT a.attisdropped)",
      "otherwise": "the new columns of public.readings are missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.readings') AND g.tgname = 'zz_phasegate_sync_public_readings_was_found_4a8c1cf2' AND g.tgenabled IN ('O', 'A')) OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.readings') AND a.attname = 'found' AND NOT a.attisdropped))",
      "otherwise": "the trigger zz_phasegate_sync_public_readings_was_found_4a8c1cf2 is missing or disabled"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
END
$phasegate$;
-- fill readings.body in batches
CALL phasegate.backfill('rename_column_readings_body_etc', 'rename-column public.readings.body', 'public.readings',
  'body = doc',
  'body IS NULL AND (SELECT u.failed OR u.phasegate_up_1 IS NOT NULL FROM phasegate.up_public_readings_body(readings.doc) AS u)');
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
