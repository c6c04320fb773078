-- phasegate: undo contract (swap)
-- rollout: change_type_customers_id_etc, plan dda8c79f
-- what: let the new columns take the place of sales.amount
--   locks: ACCESS EXCLUSIVE on public.sales (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.sales') AND a.attname = 'amount' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'numeric(12,2)')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_type_customers_id_etc",
  "plan_id": "dda8c79f",
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
      "sql": "SELECT count(*) FROM public.sales AS t CROSS JOIN LATERAL phasegate.up_public_sales_amount(t.zz_phasegate_amount) AS u WHERE (t.amount IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of sales.amount)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new columns take the place of sales.amount
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.sales IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.sales ALTER COLUMN zz_phasegate_amount SET NOT NULL;
    ALTER TABLE public.sales DROP CONSTRAINT IF EXISTS phasegate_nn_back_sales_amount;
    ALTER TABLE public.sales RENAME COLUMN amount TO zz_phasegate_next_amount;
    ALTER TABLE public.sales RENAME COLUMN zz_phasegate_amount TO amount;
    ALTER TABLE public.sales ALTER COLUMN amount SET DEFAULT '0'::text;
    ALTER TABLE public.sales ALTER COLUMN zz_phasegate_next_amount DROP DEFAULT;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_sales_amount() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_amount := coalesce(nullif(trim(NEW.amount), ''), '0')::numeric(12,2);
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
