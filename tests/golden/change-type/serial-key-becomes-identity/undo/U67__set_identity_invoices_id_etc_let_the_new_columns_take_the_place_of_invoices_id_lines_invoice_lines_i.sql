-- phasegate: undo contract (swap)
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: let the new columns take the place of invoices.id, lines.invoice, lines.id
--   locks: ACCESS EXCLUSIVE on public.invoices (all wait, instant); ACCESS EXCLUSIVE on public.lines (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint')
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
      "sql": "SELECT count(*) FROM public.invoices AS t CROSS JOIN LATERAL phasegate.up_public_invoices_id(t.zz_phasegate_id) AS u WHERE (t.id IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of invoices.id, lines.invoice, lines.id)"
    },
    {
      "sql": "SELECT count(*) FROM public.lines AS t CROSS JOIN LATERAL phasegate.up_public_lines_invoice(t.zz_phasegate_invoice) AS u WHERE (t.invoice IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of invoices.id, lines.invoice, lines.id)"
    },
    {
      "sql": "SELECT count(*) FROM public.lines AS t CROSS JOIN LATERAL phasegate.up_public_lines_id(t.zz_phasegate_id) AS u WHERE (t.id IS DISTINCT FROM u.phasegate_up_1)",
      "what": "rows whose values only the next version could have written (let the new columns take the place of invoices.id, lines.invoice, lines.id)"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- undo: let the new columns take the place of invoices.id, lines.invoice, lines.id
  IF (false) IS NOT TRUE THEN
    LOCK TABLE public.invoices, public.lines IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE public.lines DROP CONSTRAINT IF EXISTS lines_invoice_fkey;
    ALTER TABLE public.invoices DROP CONSTRAINT IF EXISTS invoices_pkey;
    ALTER TABLE public.lines DROP CONSTRAINT IF EXISTS lines_pkey;
    ALTER TABLE public.invoices ALTER COLUMN zz_phasegate_id SET NOT NULL;
    ALTER TABLE public.invoices DROP CONSTRAINT IF EXISTS phasegate_nn_back_invoices_id;
    ALTER TABLE public.invoices RENAME COLUMN id TO zz_phasegate_next_id;
    ALTER TABLE public.invoices RENAME COLUMN zz_phasegate_id TO id;
    ALTER TABLE public.lines RENAME COLUMN invoice TO zz_phasegate_next_invoice;
    ALTER TABLE public.lines RENAME COLUMN zz_phasegate_invoice TO invoice;
    ALTER TABLE public.lines ALTER COLUMN zz_phasegate_id SET NOT NULL;
    ALTER TABLE public.lines DROP CONSTRAINT IF EXISTS phasegate_nn_back_lines_id;
    ALTER TABLE public.lines RENAME COLUMN id TO zz_phasegate_next_id;
    ALTER TABLE public.lines RENAME COLUMN zz_phasegate_id TO id;
    ALTER TABLE public.lines ADD CONSTRAINT lines_pkey PRIMARY KEY USING INDEX zz_phasegate_back_lines_pkey;
    ALTER TABLE public.invoices ADD CONSTRAINT invoices_pkey PRIMARY KEY USING INDEX zz_phasegate_back_invoices_pkey;
    ALTER TABLE public.lines_invoice_idx RENAME COLUMN invoice TO zz_phasegate_next_invoice;
    ALTER INDEX public.lines_invoice_idx RENAME TO zz_phasegate_next_lines_invoice_idx;
    ALTER INDEX public.zz_phasegate_lines_invoice_idx RENAME TO lines_invoice_idx;
    ALTER TABLE public.lines ADD CONSTRAINT lines_invoice_fkey FOREIGN KEY (invoice) references public.invoices(id) on delete cascade not valid;
    DO $values$
DECLARE
  sequence regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'zz_phasegate_next_id');
  name text;
  last bigint;
  called boolean;
BEGIN
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) INTO name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = sequence;
  EXECUTE pg_catalog.format('SELECT s.last_value, s.is_called FROM %s AS s', name) INTO last, called;
  ALTER TABLE public.invoices ALTER COLUMN zz_phasegate_next_id DROP IDENTITY;
  EXECUTE 'ALTER TABLE public.invoices ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME ' || name || ')';
  PERFORM pg_catalog.setval(name::regclass, last, called);
END
$values$;
    DO $values$
DECLARE
  owned regclass;
BEGIN
  FOR owned IN
    SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d
      JOIN pg_catalog.pg_class AS c ON c.oid = d.objid AND c.relkind = 'S'
     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = 'public.invoices'::pg_catalog.regclass
       AND d.refobjsubid = (SELECT a.attnum FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = 'public.invoices'::pg_catalog.regclass AND a.attname = 'zz_phasegate_next_id')
  LOOP
    EXECUTE pg_catalog.format('ALTER SEQUENCE %s OWNED BY %s', owned, 'public.invoices.id');
  END LOOP;
END
$values$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_invoices_id() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_id := NEW.id::bigint;
  RETURN NEW;
END
$sync$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_lines_invoice() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_invoice := NEW.invoice::bigint;
  RETURN NEW;
END
$sync$;
    DO $values$
DECLARE
  sequence regclass := (SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i' AND d.refobjid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_id');
  name text;
  last bigint;
  called boolean;
BEGIN
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) INTO name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = sequence;
  EXECUTE pg_catalog.format('SELECT s.last_value, s.is_called FROM %s AS s', name) INTO last, called;
  ALTER TABLE public.lines ALTER COLUMN zz_phasegate_next_id DROP IDENTITY;
  EXECUTE 'ALTER TABLE public.lines ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME ' || name || ')';
  PERFORM pg_catalog.setval(name::regclass, last, called);
END
$values$;
    DO $values$
DECLARE
  owned regclass;
BEGIN
  FOR owned IN
    SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d
      JOIN pg_catalog.pg_class AS c ON c.oid = d.objid AND c.relkind = 'S'
     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'a' AND d.refobjid = 'public.lines'::pg_catalog.regclass
       AND d.refobjsubid = (SELECT a.attnum FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = 'public.lines'::pg_catalog.regclass AND a.attname = 'zz_phasegate_next_id')
  LOOP
    EXECUTE pg_catalog.format('ALTER SEQUENCE %s OWNED BY %s', owned, 'public.lines.id');
  END LOOP;
END
$values$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_lines_id() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- From here on, what the new type cannot take fails the write.
  NEW.zz_phasegate_next_id := NEW.id::bigint;
  RETURN NEW;
END
$sync$;
  END IF;
END
$phasegate$;
RESET statement_timeout;
