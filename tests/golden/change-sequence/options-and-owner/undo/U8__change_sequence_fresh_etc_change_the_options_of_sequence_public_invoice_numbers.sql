-- phasegate: undo validate (enforce)
-- rollout: change_sequence_fresh_etc, plan 44070b35
-- what: change the options of sequence public.invoice_numbers
--   locks: SHARE ROW EXCLUSIVE on public.invoice_numbers (writes wait, instant)
--   undo: yes
--   note: sessions that hold numbers use those up first
--   verify: EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public.invoice_numbers') AND q.seqincrement = 3 AND q.seqmin = 3 AND q.seqmax = 9223372036854775807 AND q.seqstart = 9 AND q.seqcache = 5 AND NOT q.seqcycle AND q.seqtypid = 'bigint'::pg_catalog.regtype)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_sequence_fresh_etc",
  "plan_id": "44070b35",
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
  "losses": [
    {
      "sql": "SELECT CASE WHEN pg_catalog.pg_sequence_last_value(pg_catalog.to_regclass('public.invoice_numbers')) NOT BETWEEN 5 AND 2147483647 THEN 1 ELSE 0 END",
      "what": "rows whose values only the next version could have written (change the options of sequence public.invoice_numbers)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: change the options of sequence public.invoice_numbers
  IF (false) IS NOT TRUE THEN
    DO $sequence$
DECLARE
  this_sequence constant pg_catalog.regclass := pg_catalog.to_regclass('public.invoice_numbers');
  is_fresh boolean;
BEGIN
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' CACHE 5';
  EXECUTE 'SELECT NOT s.is_called AND s.last_value = 9 FROM ' || this_sequence || ' AS s' INTO is_fresh;
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' AS integer INCREMENT BY 2 MINVALUE 5 MAXVALUE 2147483647 CACHE 1' || CASE WHEN is_fresh THEN ' RESTART WITH 9' ELSE '' END;
END
$sequence$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
