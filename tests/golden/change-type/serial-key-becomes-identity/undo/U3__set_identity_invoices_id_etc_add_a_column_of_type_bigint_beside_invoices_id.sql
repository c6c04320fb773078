-- phasegate: undo expand
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: add a column of type bigint beside invoices.id
--   locks: ACCESS EXCLUSIVE on public.invoices (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow invoices.id (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.invoices (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.invoices') AND g.tgname = 'zz_phasegate_sync_public_invoices_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new column follow invoices.id (trigger)
  IF (false) IS NOT TRUE THEN
    DROP TRIGGER IF EXISTS zz_phasegate_sync_public_invoices_id ON public.invoices;
    DROP FUNCTION IF EXISTS phasegate.sync_public_invoices_id();
    DROP FUNCTION IF EXISTS phasegate.up_public_invoices_id(integer);
  END IF;
  -- undo: add a column of type bigint beside invoices.id
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.invoices DROP COLUMN zz_phasegate_next_id;
  END IF;
END
$phasegate$;
RESET statement_timeout;
