-- phasegate: undo validate (enforce)
-- rollout: drop_identity_codes_id_etc, plan a1613612
-- what: make items.id an identity column
--   locks: ACCESS EXCLUSIVE on public.items (all wait, instant); ACCESS EXCLUSIVE on public.items_id_seq (all wait, instant)
--   undo: yes
--   note: the identity goes on where public.items_id_seq was, and takes the place of it
--   note: who has rights on that sequence gets them on that of the identity; INSERT needs none
--   verify: (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'd') OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.items') AND a.attname = 'id' AND NOT a.attisdropped AND a.attidentity = 'a'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "drop_identity_codes_id_etc",
  "plan_id": "a1613612",
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
  -- undo: make items.id an identity column
  IF (false) IS NOT TRUE THEN
    DO $numbers$
DECLARE
  old_sequence constant pg_catalog.regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.items') AND a.attname = 'id');
  settings pg_catalog.pg_sequence;
  last_number bigint;
  was_drawn boolean;
BEGIN
  SELECT q.* INTO settings FROM pg_catalog.pg_sequence AS q WHERE q.seqrelid = old_sequence;
  EXECUTE 'ALTER SEQUENCE ' || old_sequence || ' CACHE ' || settings.seqcache;
  EXECUTE 'SELECT s.last_value, s.is_called FROM ' || old_sequence || ' AS s' INTO last_number, was_drawn;
  IF was_drawn OR last_number <> settings.seqstart THEN
    PERFORM pg_catalog.setval('public.zz_phasegate_items_id_seq'::pg_catalog.regclass, last_number, was_drawn);
  END IF;
END
$numbers$;
    ALTER TABLE public.items ALTER COLUMN id DROP IDENTITY;
    ALTER SEQUENCE public.zz_phasegate_items_id_seq RENAME TO items_id_seq;
    ALTER SEQUENCE public.items_id_seq OWNED BY public.items.id;
    ALTER TABLE public.items ALTER COLUMN id SET DEFAULT pg_catalog.nextval('public.items_id_seq'::pg_catalog.regclass);
  END IF;
END
$phasegate$;
RESET statement_timeout;
