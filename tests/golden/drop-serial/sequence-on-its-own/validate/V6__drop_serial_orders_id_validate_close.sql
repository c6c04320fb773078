-- phasegate: do validate (enforce)
-- rollout: drop_serial_orders_id, plan 38c4d6ef
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_serial_orders_id",
  "plan_id": "38c4d6ef",
  "environment": "default",
  "phase": "validate",
  "direction": "do",
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
  "sessions": false,
  "tables": [],
  "touches": [
    "column public.orders.id",
    "sequence public.orders_id_seq"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public.orders_id_seq') AND q.seqincrement = 2 AND q.seqmin = 1 AND q.seqmax = 2147483647 AND q.seqstart = 1 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'integer'::pg_catalog.regtype) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.orders_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id'))",
      "otherwise": "the options of sequence public.orders_id_seq are not the wanted ones"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('drop_serial_orders_id');
END
$phasegate$;
RESET statement_timeout;
