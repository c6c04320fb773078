-- phasegate: undo contract (swap)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: look whether the old column of lines.id holds every value
--   locks: ACCESS SHARE on public.lines (nobody waits, scans)
--   undo: yes
--   note: scans rows unknown (never analysed), 0.0 MB with indexes
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
  -- undo: look whether the old column of lines.id holds every value
  IF (false) IS NOT TRUE THEN
    DO $validate$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.lines') AND c.conname = 'phasegate_nn_back_lines_id' AND NOT c.convalidated) THEN
    ALTER TABLE public.lines VALIDATE CONSTRAINT phasegate_nn_back_lines_id;
  END IF;
EXCEPTION WHEN check_violation OR foreign_key_violation OR not_null_violation THEN
  ALTER TABLE public.lines DROP CONSTRAINT phasegate_nn_back_lines_id;
  RAISE WARNING USING MESSAGE = 'constraint phasegate_nn_back_lines_id was taken back: ' || SQLERRM;
END
$validate$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
