-- phasegate: do validate (enforce)
-- rollout: change_type_codes_code, plan e3ec2df7
-- what: validate that codes.zz_phasegate_next_code is never NULL
--   locks: SHARE UPDATE EXCLUSIVE on public.codes (nobody waits, scans)
--   undo: nothing needed: the constraint goes with its own step
--   note: scans rows unknown (never analysed), 0.1 MB with indexes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.codes') AND c.conname = 'phasegate_nn_codes_zz_phasegate_next_code' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET default_transaction_read_only = on;
SET lock_timeout = '5s';
SET statement_timeout = '0';
SET row_security = off;
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_codes_code",
  "plan_id": "e3ec2df7",
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
    "public.codes"
  ],
  "touches": [
    "constraint public.codes.codes_price_check",
    "constraint public.codes.phasegate_nn_back_codes_code",
    "constraint public.codes.phasegate_nn_codes_zz_phasegate_next_code",
    "constraint public.codes.zz_phasegate_codes_price_check",
    "constraint public.codes.zz_phasegate_next_codes_price_check",
    "column public.codes.code",
    "column public.codes.price",
    "column public.codes.size",
    "column public.codes.zz_phasegate_code",
    "column public.codes.zz_phasegate_next_code",
    "column public.codes.zz_phasegate_next_price",
    "column public.codes.zz_phasegate_next_size",
    "column public.codes.zz_phasegate_price",
    "column public.codes.zz_phasegate_size",
    "index public.codes_code_key",
    "index public.codes_lower_idx",
    "index public.zz_phasegate_codes_code_key",
    "index public.zz_phasegate_codes_lower_idx",
    "index public.zz_phasegate_next_codes_code_key",
    "index public.zz_phasegate_next_codes_lower_idx",
    "trigger public.codes.zz_phasegate_sync_public_codes_code",
    "trigger public.codes.zz_phasegate_sync_public_codes_price",
    "trigger public.codes.zz_phasegate_sync_public_codes_size",
    "constraint public.codes.codes_code_key",
    "constraint public.codes.zz_phasegate_codes_code_key",
    "constraint public.codes.zz_phasegate_next_codes_code_key"
  ],
  "fingerprint": "0ba45d9260112b79db3338bdd1bf5e74",
  "conditions": [
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_code' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the column zz_phasegate_next_code is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_code' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the trigger zz_phasegate_sync_public_codes_code is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_price' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the column zz_phasegate_next_price is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_price' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the trigger zz_phasegate_sync_public_codes_price is missing or disabled"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_size' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the column zz_phasegate_next_size is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.codes') AND g.tgname = 'zz_phasegate_sync_public_codes_size' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the trigger zz_phasegate_sync_public_codes_size is missing or disabled"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_codes_code' AND p.step = 'change-type public.codes.code: fill public.codes'), false)",
      "otherwise": "not every row is filled: fill the new column of codes.code, price, size in batches"
    },
    {
      "sql": "COALESCE((SELECT pg_catalog.bool_and(p.state = 'done') FROM phasegate.backfill_progress AS p WHERE p.rollout = 'change_type_codes_code' AND p.step = 'change-type public.codes.code: fill public.codes (catch-up)'), false)",
      "otherwise": "not every row is filled: catch up: fill what is left of the new column of codes.code, price, size"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_codes_code' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.codes') AND c.conname = 'phasegate_nn_codes_zz_phasegate_next_code') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the helper constraint phasegate_nn_codes_zz_phasegate_next_code is missing"
    }
  ]
}
$spec$;
BEGIN
  PERFORM phasegate.guard_latched(phasegate_spec);
  IF (((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.codes') AND c.conname = 'phasegate_nn_codes_zz_phasegate_next_code') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))) IS NOT TRUE THEN
    RAISE EXCEPTION USING ERRCODE = 'PG004', MESSAGE = 'the constraint phasegate_nn_codes_zz_phasegate_next_code was taken back: rows have NULL in zz_phasegate_next_code';
  END IF;
END
$phasegate$;
-- validate that codes.zz_phasegate_next_code is never NULL
DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.codes') AND c.conname = 'phasegate_nn_codes_zz_phasegate_next_code' AND NOT c.convalidated) THEN
    ALTER TABLE public.codes VALIDATE CONSTRAINT phasegate_nn_codes_zz_phasegate_next_code;
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.codes DROP CONSTRAINT phasegate_nn_codes_zz_phasegate_next_code;
  RAISE WARNING USING MESSAGE = 'constraint phasegate_nn_codes_zz_phasegate_next_code was taken back: ' || SQLERRM;
END
$validate$;
SELECT phasegate.record_latched();
RESET default_transaction_read_only;
RESET lock_timeout;
RESET statement_timeout;
RESET row_security;
