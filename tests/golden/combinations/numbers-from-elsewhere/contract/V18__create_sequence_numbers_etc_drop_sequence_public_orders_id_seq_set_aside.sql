-- phasegate: do contract (drop)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: drop sequence public.orders_id_seq, set aside
--   locks: ACCESS EXCLUSIVE on public.zz_phasegate_orders_id_seq (all wait, instant)
--   undo: IMPOSSIBLE: the sequence is gone, with the rights on it; its numbers go on in the one that took its place
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.relkind = 'S' AND c.oid = pg_catalog.to_regclass('public.zz_phasegate_orders_id_seq'))
-- what: drop sequence public.twins_id_seq, set aside
--   locks: ACCESS EXCLUSIVE on public.zz_phasegate_twins_id_seq (all wait, instant)
--   undo: IMPOSSIBLE: the sequence is gone, with the rights on it; its numbers go on in the one that took its place
--   verify: NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.relkind = 'S' AND c.oid = pg_catalog.to_regclass('public.zz_phasegate_twins_id_seq'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_sequence_numbers_etc",
  "plan_id": "2fc749a6",
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
    "public.orders",
    "public.parts",
    "public.twins"
  ],
  "touches": [
    "constraint public.parts.phasegate_nn_parts_code",
    "column public.orders.id",
    "column public.orders.twin",
    "column public.parts.code",
    "column public.parts.length",
    "column public.twins.id",
    "column public.twins.twin",
    "index public.parts_length_idx",
    "sequence public.numbers",
    "sequence public.orders_id_seq",
    "sequence public.twins_id_seq",
    "sequence public.zz_phasegate_orders_id_seq",
    "sequence public.zz_phasegate_twins_id_seq"
  ],
  "fingerprint": "88092086c3eed0f69baa0370fbde4478",
  "conditions": [
    {
      "sql": "pg_catalog.to_regclass('public.numbers') IS NOT NULL",
      "otherwise": "sequence public.numbers is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'length' AND NOT a.attisdropped)",
      "otherwise": "column public.parts.length is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass('public.parts_length_idx') AND i.indrelid = pg_catalog.to_regclass('public.parts') AND i.indisvalid AND i.indisready AND i.indislive)",
      "otherwise": "index parts_length_idx is not there, or INVALID"
    },
    {
      "sql": "COALESCE(phasegate.default_text('public.orders', 'twin') <> 'nextval(''public.orders_id_seq''::regclass)', false)",
      "otherwise": "the default of public.orders.twin is still nextval('public.orders_id_seq'::regclass), or gone"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND NOT pg_catalog.to_regclass('public.orders_id_seq') IS NOT NULL",
      "otherwise": "the default of public.orders.id still draws from public.orders_id_seq"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.parts') AND c.conname = 'phasegate_nn_parts_code') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "the helper constraint phasegate_nn_parts_code is missing"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_constraint AS c WHERE c.conrelid = pg_catalog.to_regclass('public.parts') AND c.conname = 'phasegate_nn_parts_code' AND c.convalidated) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "rows of public.parts have NULL in code"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'code' AND NOT a.attisdropped AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = a.attrelid AND k.conkey[1] = a.attnum AND k.contype = 'n' AND NOT k.convalidated))",
      "otherwise": "column public.parts.code may still be NULL"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'code' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.parts') AND a.attname = 'code' AND NOT a.attisdropped AND a.attidentity = 'a'))",
      "otherwise": "column public.parts.code has no identity"
    },
    {
      "sql": "EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.twins') AND a.attname = 'twin' AND NOT a.attisdropped) AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.twins') AND a.attname = 'twin' AND NOT a.attisdropped AND a.atthasdef)",
      "otherwise": "column public.twins.twin still has a default"
    },
    {
      "sql": "(EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.twins') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.twins') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))",
      "otherwise": "column public.twins.id has no identity"
    }
  ],
  "unproven": [
    "constraint public.parts.phasegate_nn_parts_code"
  ],
  "soak_seconds": 86400,
  "backup_max_age_seconds": 0
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- drop sequence public.orders_id_seq, set aside
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.relkind = 'S' AND c.oid = pg_catalog.to_regclass('public.zz_phasegate_orders_id_seq'))) IS NOT TRUE THEN
    DROP SEQUENCE public.zz_phasegate_orders_id_seq;
  END IF;
  -- drop sequence public.twins_id_seq, set aside
  IF (NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.relkind = 'S' AND c.oid = pg_catalog.to_regclass('public.zz_phasegate_twins_id_seq'))) IS NOT TRUE THEN
    DROP SEQUENCE public.zz_phasegate_twins_id_seq;
  END IF;
END
$phasegate$;
RESET statement_timeout;
