-- phasegate: do contract (swap)
-- rollout: change_type_codes_code, plan e3ec2df7
-- what: let the new columns take the place of codes.code, codes.price, codes.size
--   locks: ACCESS EXCLUSIVE on public.codes (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_codes_code",
  "plan_id": "e3ec2df7",
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
  "part": "swap",
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
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.codes') AND c.conname = 'phasegate_nn_codes_zz_phasegate_next_code' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "rows of public.codes have NULL in zz_phasegate_next_code"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'zz_phasegate_next_code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "column public.codes.zz_phasegate_next_code may still be NULL"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_codes_price' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_codes_size' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the function of the trigger is not the strict one"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_codes_code_key') AND i.indrelid = pg_catalog.to_regclass('public.codes') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "index zz_phasegate_next_codes_code_key is not there, or INVALID"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.codes') AND c.conname = 'zz_phasegate_next_codes_code_key') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the constraint zz_phasegate_next_codes_code_key is missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_next_codes_lower_idx') AND i.indrelid = pg_catalog.to_regclass('public.codes') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "index zz_phasegate_next_codes_lower_idx is not there, or INVALID"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.codes') AND c.conname = 'zz_phasegate_next_codes_price_check') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "the constraint zz_phasegate_next_codes_price_check is missing"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.codes') AND c.conname = 'zz_phasegate_next_codes_price_check' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)'))",
      "otherwise": "rows of public.codes break codes_price_check"
    }
  ],
  "unproven": [
    "constraint public.codes.codes_code_key",
    "constraint public.codes.codes_price_check",
    "constraint public.codes.phasegate_nn_back_codes_code",
    "constraint public.codes.phasegate_nn_codes_zz_phasegate_next_code",
    "constraint public.codes.zz_phasegate_codes_code_key",
    "constraint public.codes.zz_phasegate_codes_price_check",
    "constraint public.codes.zz_phasegate_next_codes_code_key",
    "constraint public.codes.zz_phasegate_next_codes_price_check"
  ],
  "soak_seconds": 0,
  "asks_reprepare": true,
  "clients_reprepare": true
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- let the new columns take the place of codes.code, codes.price, codes.size
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'character varying(12)')) IS NOT TRUE THEN
    IF (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'code' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'price' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass)) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = pg_catalog.to_regclass('public.codes') AND a.attname = 'size' AND d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'a view, policy, trigger, function, publication or statistics object mentions codes.code, codes.price, codes.size, and would stay with the old column';
    END IF;
    LOCK TABLE public.codes IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.codes RENAME COLUMN code TO zz_phasegate_code;
    ALTER TABLE public.codes RENAME COLUMN zz_phasegate_next_code TO code;
    ALTER TABLE public.codes RENAME COLUMN price TO zz_phasegate_price;
    ALTER TABLE public.codes RENAME COLUMN zz_phasegate_next_price TO price;
    ALTER TABLE public.codes RENAME COLUMN size TO zz_phasegate_size;
    ALTER TABLE public.codes RENAME COLUMN zz_phasegate_next_size TO size;
    ALTER TABLE public.codes RENAME CONSTRAINT codes_code_key TO zz_phasegate_codes_code_key;
    ALTER TABLE public.codes RENAME CONSTRAINT zz_phasegate_next_codes_code_key TO codes_code_key;
    ALTER TABLE public.codes_code_key RENAME COLUMN zz_phasegate_next_code TO code;
    ALTER INDEX public.codes_lower_idx RENAME TO zz_phasegate_codes_lower_idx;
    ALTER INDEX public.zz_phasegate_next_codes_lower_idx RENAME TO codes_lower_idx;
    ALTER TABLE public.codes RENAME CONSTRAINT codes_price_check TO zz_phasegate_codes_price_check;
    ALTER TABLE public.codes RENAME CONSTRAINT zz_phasegate_next_codes_price_check TO codes_price_check;
    CALL phasegate.copy_column_grants('public.codes', 'zz_phasegate_code', 'public.codes', 'code');
    CREATE OR REPLACE FUNCTION phasegate.sync_public_codes_code() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.code)::record OPERATOR(pg_catalog.*<>) ROW(OLD.code)::record THEN
    -- A value that the old type cannot take never fails the write.
    BEGIN
      NEW.zz_phasegate_code := NEW.code::text;
    EXCEPTION WHEN OTHERS THEN
      NEW.zz_phasegate_code := NULL;
    END;
  END IF;
  RETURN NEW;
END
$sync$;
    ALTER TABLE public.codes ALTER COLUMN price SET DEFAULT 0;
    ALTER TABLE public.codes ALTER COLUMN zz_phasegate_price DROP DEFAULT;
    CALL phasegate.copy_column_grants('public.codes', 'zz_phasegate_price', 'public.codes', 'price');
    CREATE OR REPLACE FUNCTION phasegate.sync_public_codes_price() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.price)::record OPERATOR(pg_catalog.*<>) ROW(OLD.price)::record THEN
    -- A value that the old type cannot take never fails the write.
    BEGIN
      NEW.zz_phasegate_price := NEW.price::numeric;
    EXCEPTION WHEN OTHERS THEN
      NEW.zz_phasegate_price := NULL;
    END;
  END IF;
  RETURN NEW;
END
$sync$;
    CALL phasegate.copy_column_grants('public.codes', 'zz_phasegate_size', 'public.codes', 'size');
    CREATE OR REPLACE FUNCTION phasegate.sync_public_codes_size() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  IF TG_OP = 'INSERT' OR ROW(NEW.size)::record OPERATOR(pg_catalog.*<>) ROW(OLD.size)::record THEN
    -- A value that the old type cannot take never fails the write.
    BEGIN
      NEW.zz_phasegate_size := NEW.size::bigint;
    EXCEPTION WHEN OTHERS THEN
      NEW.zz_phasegate_size := NULL;
    END;
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
