-- phasegate: undo contract (swap)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: build a second index for the old key invoices_pkey, on which undo can stand
--   locks: SHARE UPDATE EXCLUSIVE on public.invoices (nobody waits, builds)
--   undo: yes
--   note: waits for every transaction that is older than each of its two scans
--   note: rows unknown (never analysed), 0.0 MB with indexes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.zz_phasegate_back_invoices_pkey') AND i.indrelid = pg_catalog.to_regclass('public.invoices') AND i.indisvalid AND i.indisready AND i.indislive) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- runs outside a transaction: no psql -1; Flyway reads the .conf beside it and needs flyway.postgresql.transactional.lock=false
SET statement_timeout = '0';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
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
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: build a second index for the old key invoices_pkey, on which undo can stand
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.lines VALIDATE CONSTRAINT lines_invoice_fkey;
    DROP INDEX IF EXISTS public.zz_phasegate_back_invoices_pkey;
  END IF;
END
$phasegate$;
RESET statement_timeout;
