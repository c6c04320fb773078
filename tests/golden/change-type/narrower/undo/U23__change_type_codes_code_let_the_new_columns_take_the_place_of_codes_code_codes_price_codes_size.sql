-- phasegate: undo contract (swap)
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
  "direction": "undo",
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
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.codes AS t CROSS JOIN LATERAL phasegate.up_public_codes_code(t.zz_phasegate_code) AS u WHERE (t.code IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of codes.code, codes.price, codes.size)"
    },
    {
      "sql": "SELECT count(*) FROM public.codes AS t CROSS JOIN LATERAL phasegate.up_public_codes_price(t.zz_phasegate_price) AS u WHERE (t.price IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of codes.code, codes.price, codes.size)"
    },
    {
      "sql": "SELECT count(*) FROM public.codes AS t CROSS JOIN LATERAL phasegate.up_public_codes_size(t.zz_phasegate_size) AS u WHERE (t.size IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of codes.code, codes.price, codes.size)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new columns take the place of codes.code, codes.price, codes.size
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.codes IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.codes ALTER COLUMN zz_phasegate_code SET NOT NULL;
    ALTER TABLE public.codes DROP CONSTRAINT IF EXISTS phasegate_nn_back_codes_code;
    ALTER TABLE public.codes RENAME COLUMN code TO zz_phasegate_next_code;
    ALTER TABLE public.codes RENAME COLUMN zz_phasegate_code TO code;
    ALTER TABLE public.codes RENAME COLUMN price TO zz_phasegate_next_price;
    ALTER TABLE public.codes RENAME COLUMN zz_phasegate_price TO price;
    ALTER TABLE public.codes RENAME COLUMN size TO zz_phasegate_next_size;
    ALTER TABLE public.codes RENAME COLUMN zz_phasegate_size TO size;
    ALTER TABLE public.codes_code_key RENAME COLUMN code TO zz_phasegate_next_code;
    ALTER TABLE public.codes RENAME CONSTRAINT codes_code_key TO zz_phasegate_next_codes_code_key;
    ALTER TABLE public.codes RENAME CONSTRAINT zz_phasegate_codes_code_key TO codes_code_key;
    ALTER INDEX public.codes_lower_idx RENAME TO zz_phasegate_next_codes_lower_idx;
    ALTER INDEX public.zz_phasegate_codes_lower_idx RENAME TO codes_lower_idx;
    ALTER TABLE public.codes RENAME CONSTRAINT codes_price_check TO zz_phasegate_next_codes_price_check;
    ALTER TABLE public.codes RENAME CONSTRAINT zz_phasegate_codes_price_check TO codes_price_check;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_codes_code() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_code := NEW.code;
  IF (CAST(NEW.zz_phasegate_next_code::text AS text) IS DISTINCT FROM NEW.code) THEN
    RAISE EXCEPTION USING ERRCODE = 'data_exception', MESSAGE = 'a value of public.codes.code cannot be kept in type character varying(12)';
  END IF;
  RETURN NEW;
END
$sync$;
    ALTER TABLE public.codes ALTER COLUMN price SET DEFAULT 0;
    ALTER TABLE public.codes ALTER COLUMN zz_phasegate_next_price DROP DEFAULT;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_codes_price() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_price := NEW.price::numeric(8,2);
  IF (CAST(NEW.zz_phasegate_next_price::numeric AS numeric) IS DISTINCT FROM NEW.price) THEN
    RAISE EXCEPTION USING ERRCODE = 'data_exception', MESSAGE = 'a value of public.codes.price cannot be kept in type numeric(8,2)';
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_codes_size() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_size := NEW.size::integer;
  IF (CAST(NEW.zz_phasegate_next_size::bigint AS bigint) IS DISTINCT FROM NEW.size) THEN
    RAISE EXCEPTION USING ERRCODE = 'data_exception', MESSAGE = 'a value of public.codes.size cannot be kept in type integer';
  END IF;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
