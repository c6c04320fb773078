-- phasegate: undo validate (enforce)
-- rollout: change_identity_orders_id, plan 0deda607
-- what: change how orders.id is numbered
--   locks: SHARE ROW EXCLUSIVE on public.orders_id_seq (writes wait, instant)
--   undo: yes
--   note: its numbers end at 9223372036854775807
--   note: sessions that hold numbers use those up first
--   verify: EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id') AND q.seqincrement = 10 AND q.seqmin = 20 AND q.seqmax = 9223372036854775807 AND q.seqstart = 50 AND q.seqcache = 3 AND NOT q.seqcycle AND q.seqtypid = 'bigint'::pg_catalog.regtype)
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "change_identity_orders_id",
  "plan_id": "0deda607",
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
  -- undo: change how orders.id is numbered
  IF (false) IS NOT TRUE THEN
    DO $sequence$
DECLARE
  this_sequence constant pg_catalog.regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id');
  is_fresh boolean;
BEGIN
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' CACHE 3';
  EXECUTE 'SELECT NOT s.is_called AND s.last_value = 50 FROM ' || this_sequence || ' AS s' INTO is_fresh;
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' INCREMENT BY 1 MINVALUE 1 START WITH 100 CACHE 1' || CASE WHEN is_fresh THEN ' RESTART WITH 100' ELSE '' END;
END
$sequence$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
