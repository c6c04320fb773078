-- phasegate: do contract (drop)
-- rollout: set_identity_orders_id, plan 3369e7ba
-- what: asks whether everything is done, and closes the rollout
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_orders_id",
  "plan_id": "3369e7ba",
  "environment": "default",
  "phase": "contract",
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
  "part": "drop",
  "sessions": false,
  "tables": [
    "public.orders"
  ],
  "touches": [
    "column public.orders.id",
    "sequence public.\"order; numbers\"",
    "sequence public.zz_phasegate_orders_id_seq"
  ],
  "fingerprint": "6c763c69940788db9bb6ed1f0e558f4b",
  "conditions": [
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))",
      "otherwise": "column public.orders.id has no identity"
    },
    {
      "sql": "NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.relkind = 'S' AND c.oid = pg_catalog.to_regclass('public.zz_phasegate_orders_id_seq'))",
      "otherwise": "the sequence public.zz_phasegate_orders_id_seq, set aside, is still there"
    }
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  PERFORM phasegate.finish_rollout('set_identity_orders_id');
END
$phasegate$;
RESET statement_timeout;
