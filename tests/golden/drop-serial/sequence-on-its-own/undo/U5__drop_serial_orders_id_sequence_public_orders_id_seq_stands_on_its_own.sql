-- phasegate: undo validate (enforce)
-- rollout: drop_serial_orders_id, plan 38c4d6ef
-- what: sequence public.orders_id_seq stands on its own
--   locks: SHARE ROW EXCLUSIVE on public.orders_id_seq (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public.orders_id_seq') AND q.seqincrement = 2 AND q.seqmin = 1 AND q.seqmax = 2147483647 AND q.seqstart = 1 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'integer'::pg_catalog.regtype) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.orders_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_serial_orders_id",
  "plan_id": "38c4d6ef",
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
  -- undo: sequence public.orders_id_seq stands on its own
  IF (false) IS NOT TRUE THEN
    DO $sequence$
DECLARE
  this_sequence constant pg_catalog.regclass := pg_catalog.to_regclass('public.orders_id_seq');
  is_fresh boolean;
BEGIN
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' CACHE 1';
  EXECUTE 'SELECT NOT s.is_called AND s.last_value = 1 FROM ' || this_sequence || ' AS s' INTO is_fresh;
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' INCREMENT BY 1' || CASE WHEN is_fresh THEN ' RESTART WITH 1' ELSE '' END;
END
$sequence$;
    ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
    COMMENT ON SEQUENCE public.orders_id_seq IS NULL;
  END IF;
END
$phasegate$;
RESET statement_timeout;
