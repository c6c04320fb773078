-- phasegate: undo validate (enforce)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: change how queue.place is numbered
--   locks: SHARE ROW EXCLUSIVE on public.queue_place_seq (writes wait, instant)
--   undo: yes
--   note: its numbers end at 30000
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place') AND q.seqincrement = 2 AND q.seqmin = 1 AND q.seqmax = 30000 AND q.seqstart = 50 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'smallint'::pg_catalog.regtype) OR EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place') AND q.seqincrement = 2 AND q.seqmin = 1 AND q.seqmax = 30000 AND q.seqstart = 50 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'integer'::pg_catalog.regtype))
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
  -- undo: change how queue.place is numbered
  IF (false) IS NOT TRUE THEN
    DO $sequence$
DECLARE
  this_sequence constant pg_catalog.regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place');
  is_fresh boolean;
BEGIN
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' CACHE 1';
  EXECUTE 'SELECT NOT s.is_called AND s.last_value = 50 FROM ' || this_sequence || ' AS s' INTO is_fresh;
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' INCREMENT BY 1 MAXVALUE 32767' || CASE WHEN is_fresh THEN ' RESTART WITH 50' ELSE '' END;
END
$sequence$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
