-- phasegate: undo validate (enforce)
-- rollout: drop_identity_orders_id_etc, plan 5314e76e
-- what: sequence public.orders_place_seq stands on its own
--   locks: SHARE ROW EXCLUSIVE on public.orders_place_seq (writes wait, instant)
--   undo: yes
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public.orders_place_seq') AND q.seqincrement = 1 AND q.seqmin = 1 AND q.seqmax = 9223372036854775807 AND q.seqstart = 1 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'bigint'::pg_catalog.regtype) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.orders_place_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.orders') AND a.attname = 'place'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_orders_id_etc",
  "plan_id": "5314e76e",
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
      "sql": "SELECT CASE WHEN pg_catalog.pg_sequence_last_value(pg_catalog.to_regclass('public.orders_place_seq')) NOT BETWEEN 1 AND 2147483647 THEN 1 ELSE 0 END",
      "what": "rows whose values only the next version could have written (sequence public.orders_place_seq stands on its own)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: sequence public.orders_place_seq stands on its own
  IF (false) IS NOT TRUE THEN
    DO $sequence$
DECLARE
  this_sequence constant pg_catalog.regclass := pg_catalog.to_regclass('public.orders_place_seq');
  is_fresh boolean;
BEGIN
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' CACHE 1';
  EXECUTE 'SELECT NOT s.is_called AND s.last_value = 1 FROM ' || this_sequence || ' AS s' INTO is_fresh;
  EXECUTE 'ALTER SEQUENCE ' || this_sequence || ' AS integer MINVALUE 1 MAXVALUE 2147483647' || CASE WHEN is_fresh THEN ' RESTART WITH 1' ELSE '' END;
END
$sequence$;
    ALTER SEQUENCE public.orders_place_seq OWNED BY public.orders.place;
  END IF;
END
$phasegate$;
RESET statement_timeout;
