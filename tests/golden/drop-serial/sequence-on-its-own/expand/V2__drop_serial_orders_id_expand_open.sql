-- phasegate: do expand
-- rollout: drop_serial_orders_id, plan 38c4d6ef
-- what: opens the phase: nothing else of it may run before
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_serial_orders_id",
  "plan_id": "38c4d6ef",
  "environment": "default",
  "phase": "expand",
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
  "part": "main",
  "sessions": false,
  "tables": [],
  "touches": [
    "column public.orders.id",
    "sequence public.orders_id_seq"
  ],
  "fingerprint": "d41d8cd98f00b204e9800998ecf8427e",
  "conditions": [],
  "opens_rollout": true,
  "spec": {
    "deploy": {
      "rollout": "drop_serial_orders_id",
      "plan_id": "38c4d6ef",
      "environment": "default",
      "phase": "deploy",
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
      "conditions": []
    },
    "promises": {},
    "desired_digest": "9a0d34925aecda769d79fb38d3339a8bcdd885a4947ab4fb3ed42e046a1aee3c",
    "progress": {
      "expand": [],
      "backfill": [],
      "validate": [
        "(EXISTS (SELECT FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = pg_catalog.to_regclass('public.orders_id_seq') AND q.seqincrement = 2 AND q.seqmin = 1 AND q.seqmax = 2147483647 AND q.seqstart = 1 AND q.seqcache = 1 AND NOT q.seqcycle AND q.seqtypid = 'integer'::pg_catalog.regtype) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.orders_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id'))"
      ]
    }
  }
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
END
$phasegate$;
RESET statement_timeout;
