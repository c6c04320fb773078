-- phasegate: do validate (enforce)
-- rollout: set_serial_orders_id, plan f176de6e
-- what: give orders.id a sequence of its own
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant)
--   undo: yes
--   note: numbers go on after the highest of id
--   note: whoever may insert into orders may use the sequence
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.orders_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = ''))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_serial_orders_id",
  "plan_id": "f176de6e",
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
    "public.orders"
  ],
  "touches": [
    "column public.orders.id",
    "sequence public.orders_id_seq"
  ],
  "fingerprint": "6c763c69940788db9bb6ed1f0e558f4b",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- give orders.id a sequence of its own
  IF ((EXISTS (SELECT FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = pg_catalog.to_regclass('public.orders_id_seq') AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id') AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = ''))) IS NOT TRUE THEN
    CREATE SEQUENCE public.orders_id_seq AS integer;
    DO $numbers$
DECLARE
  grantee oid;
BEGIN
  FOR grantee IN
    SELECT DISTINCT a.grantee FROM pg_catalog.pg_class AS c CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS a
     WHERE c.oid = 'public.orders'::pg_catalog.regclass AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner
    UNION
    SELECT a.grantee FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_attribute AS t ON t.attrelid = c.oid CROSS JOIN LATERAL pg_catalog.aclexplode(t.attacl) AS a
     WHERE c.oid = 'public.orders'::pg_catalog.regclass AND a.privilege_type = 'INSERT' AND a.grantee <> c.relowner
  LOOP
    EXECUTE 'GRANT USAGE ON SEQUENCE public.orders_id_seq TO ' || CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END;
  END LOOP;
END
$numbers$;
    CALL phasegate.same_owner('public.orders_id_seq', 'public.orders');
    ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
    DO $numbers$
DECLARE
  new_sequence constant pg_catalog.regclass := 'public.orders_id_seq'::pg_catalog.regclass;
  rises constant boolean := (SELECT q.seqincrement > 0 FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = new_sequence);
  first_number constant bigint := (SELECT q.seqstart FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = new_sequence);
  last_number constant bigint := CASE WHEN rises THEN (SELECT pg_catalog.max(id) FROM public.orders) ELSE (SELECT pg_catalog.min(id) FROM public.orders) END;
BEGIN
  IF (rises AND last_number >= first_number) OR (NOT rises AND last_number <= first_number) THEN
    PERFORM pg_catalog.setval(new_sequence, last_number);
  END IF;
END
$numbers$;
    ALTER TABLE public.orders ALTER COLUMN id SET DEFAULT pg_catalog.nextval('public.orders_id_seq'::pg_catalog.regclass);
  END IF;
END
$phasegate$;
RESET statement_timeout;
