-- phasegate: do validate
-- rollout: change_type_codes_code, plan e3ec2df7
-- what: opens the phase: nothing else of it may run before; raises the floor of the applications
SET statement_timeout = '30s';
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
  "part": "main",
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
    }
  ],
  "raises_floor": "adopts"
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
