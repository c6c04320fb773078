-- phasegate: undo validate (enforce)
-- rollout: create_sequence_numbers_etc, plan 2fc749a6
-- what: change the default of orders.id
--   locks: ACCESS EXCLUSIVE on public.orders (all wait, instant); ROW EXCLUSIVE on public.numbers (nobody waits, instant)
--   undo: yes
--   note: numbers go on in public.numbers
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.orders') AND a.attname = 'id' AND NOT a.attisdropped AND a.atthasdef) AND NOT pg_catalog.to_regclass('public.orders_id_seq') IS NOT NULL
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "create_sequence_numbers_etc",
  "plan_id": "2fc749a6",
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
  -- undo: change the default of orders.id
  IF (false) IS NOT TRUE THEN
    DO $numbers$
DECLARE
  old_sequence constant pg_catalog.regclass := 'public.numbers'::pg_catalog.regclass;
  settings pg_catalog.pg_sequence;
  last_number bigint;
  was_drawn boolean;
BEGIN
  SELECT q.* INTO settings FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = old_sequence;
  EXECUTE 'ALTER SEQUENCE ' || old_sequence || ' CACHE ' || settings.seqcache;
  EXECUTE 'SELECT s.last_value, s.is_called FROM ' || old_sequence || ' AS s' INTO last_number, was_drawn;
  IF was_drawn OR last_number <> settings.seqstart THEN
    PERFORM pg_catalog.setval('public.zz_phasegate_orders_id_seq'::pg_catalog.regclass, last_number, was_drawn);
  END IF;
END
$numbers$;
    ALTER TABLE public.orders ALTER COLUMN id DROP DEFAULT;
    ALTER SEQUENCE public.zz_phasegate_orders_id_seq RENAME TO orders_id_seq;
    ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
    ALTER TABLE public.orders ALTER COLUMN id SET DEFAULT pg_catalog.nextval('public.orders_id_seq'::pg_catalog.regclass);
  END IF;
END
$phasegate$;
RESET statement_timeout;
