-- phasegate: undo contract (swap)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: let the new columns take the place of queue.place
--   locks: ACCESS EXCLUSIVE on public.queue (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.queue') AND a.attname = 'place' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'integer')
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
  "environment": "default",
  "phase": "contract",
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
  "part": "swap",
  "losses": [
    {
      "sql": "SELECT count(*) FROM public.queue AS t CROSS JOIN LATERAL phasegate.up_public_queue_place(t.zz_phasegate_place) AS u WHERE (t.place IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of queue.place)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new columns take the place of queue.place
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.queue IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.queue ALTER COLUMN zz_phasegate_place SET NOT NULL;
    ALTER TABLE public.queue DROP CONSTRAINT IF EXISTS phasegate_nn_back_queue_place;
    ALTER TABLE public.queue RENAME COLUMN place TO zz_phasegate_next_place;
    ALTER TABLE public.queue RENAME COLUMN zz_phasegate_place TO place;
    DO $values$
DECLARE
  sequence regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.queue') AND a.attname = 'zz_phasegate_next_place');
  name text;
  last bigint;
  called boolean;
BEGIN
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) INTO name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = sequence;
  EXECUTE pg_catalog.format('SELECT s.last_value, s.is_called FROM %s AS s', name) INTO last, called;
  ALTER TABLE public.queue ALTER COLUMN zz_phasegate_next_place DROP IDENTITY;
  EXECUTE 'ALTER TABLE public.queue ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME ' || name || ' start with 50 increment by 2 maxvalue 30000)';
  PERFORM pg_catalog.setval(name::regclass, last, called);
END
$values$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_queue_place() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_place := NEW.place::integer;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
