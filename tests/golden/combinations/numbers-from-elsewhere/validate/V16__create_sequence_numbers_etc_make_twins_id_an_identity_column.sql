-- phasegate: do validate (enforce)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: make twins.id an identity column
--   locks: ACCESS EXCLUSIVE on public.twins (all wait, instant); ACCESS EXCLUSIVE on public.twins_id_seq (all wait, instant)
--   undo: yes
--   note: the identity goes on where public.twins_id_seq was, and takes the place of it
--   note: who has rights on that sequence gets them on that of the identity; INSERT needs none
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.twins') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.twins') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_sequence_numbers_etc",
  "plan_id": "2fc749a6",
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
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- make twins.id an identity column
  IF ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.twins') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.twins') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))) IS NOT TRUE THEN
    ALTER SEQUENCE public.twins_id_seq RENAME TO zz_phasegate_twins_id_seq;
    ALTER SEQUENCE public.zz_phasegate_twins_id_seq OWNED BY NONE;
    ALTER TABLE public.twins ALTER COLUMN id DROP DEFAULT;
    ALTER TABLE public.twins ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
    DO $numbers$
DECLARE
  old_sequence constant pg_catalog.regclass := 'public.zz_phasegate_twins_id_seq'::pg_catalog.regclass;
  settings pg_catalog.pg_sequence;
  last_number bigint;
  was_drawn boolean;
BEGIN
  SELECT q.* INTO settings FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = old_sequence;
  EXECUTE 'ALTER SEQUENCE ' || old_sequence || ' CACHE ' || settings.seqcache;
  EXECUTE 'SELECT s.last_value, s.is_called FROM ' || old_sequence || ' AS s' INTO last_number, was_drawn;
  IF was_drawn OR last_number <> settings.seqstart THEN
    PERFORM pg_catalog.setval((SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.twins') AND a.attname = 'id'), last_number, was_drawn);
  END IF;
END
$numbers$;
    DO $numbers$
DECLARE
  old_sequence constant pg_catalog.regclass := 'public.zz_phasegate_twins_id_seq'::pg_catalog.regclass;
  new_sequence constant pg_catalog.regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.twins') AND a.attname = 'id');
  given record;
BEGIN
  FOR given IN
    SELECT a.grantee, a.privilege_type, a.is_grantable FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS a WHERE c.oid = old_sequence AND a.grantee <> c.relowner
  LOOP
    EXECUTE 'GRANT ' || given.privilege_type || ' ON SEQUENCE ' || new_sequence || ' TO ' || CASE given.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(given.grantee)) END || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
  END LOOP;
END
$numbers$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
