-- phasegate: undo validate (enforce)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: set invoices.zz_phasegate_next_id not null, proven
--   locks: ACCESS EXCLUSIVE on public.invoices (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: what type bigint cannot take now fails the write of lines.invoice
--   locks: none on relations
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'phasegate' AND p.proname = 'sync_public_lines_invoice' AND pg_catalog.strpos(p.prosrc, '-- From here on, what the new type cannot take fails the write.') > 0)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
  "environment": "default",
  "phase": "validate",
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
  "part": "enforce",
  "losses": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: what type bigint cannot take now fails the write of lines.invoice
  IF (false) IS NOT TRUE THEN
    CREATE OR REPLACE FUNCTION phasegate.sync_public_lines_invoice() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_invoice := NEW.invoice::bigint;
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_invoice := NULL;
  END;
  RETURN NEW;
END
$sync$;
  END IF;
  -- undo: set invoices.zz_phasegate_next_id not null, proven
  IF (false) IS NOT TRUE THEN
    ALTER TABLE public.invoices ALTER COLUMN zz_phasegate_next_id DROP NOT NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
