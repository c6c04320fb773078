-- phasegate: do expand
-- rollout: set_identity_invoices_id_etc, plan 6a96657e
-- what: add a column of type bigint beside lines.invoice
--   locks: ACCESS EXCLUSIVE on public.lines (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_invoice' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow lines.invoice (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.lines (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND g.tgname = 'zz_phasegate_sync_public_lines_invoice' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: add a column of type bigint beside lines.id
--   locks: ACCESS EXCLUSIVE on public.lines (all wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
-- what: let the new column follow lines.id (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.lines (writes wait, instant)
--   undo: yes
--   verify: ((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND g.tgname = 'zz_phasegate_sync_public_lines_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "set_identity_invoices_id_etc",
  "plan_id": "6a96657e",
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
  "tables": [
    "public.invoices",
    "public.lines",
    "public.queue",
    "public.stamps",
    "public.tickets"
  ],
  "touches": [
    "constraint public.invoices.phasegate_nn_back_invoices_id",
    "constraint public.invoices.phasegate_nn_invoices_zz_phasegate_next_id",
    "constraint public.lines.phasegate_nn_back_lines_id",
    "constraint public.lines.phasegate_nn_lines_zz_phasegate_next_id",
    "constraint public.queue.phasegate_nn_back_queue_place",
    "constraint public.queue.phasegate_nn_queue_zz_phasegate_next_place",
    "constraint public.stamps.phasegate_nn_back_stamps_id",
    "constraint public.stamps.phasegate_nn_stamps_zz_phasegate_next_id",
    "constraint public.tickets.phasegate_nn_back_tickets_id",
    "constraint public.tickets.phasegate_nn_tickets_zz_phasegate_next_id",
    "column public.invoices.id",
    "column public.invoices.zz_phasegate_id",
    "column public.invoices.zz_phasegate_next_id",
    "column public.lines.id",
    "column public.lines.invoice",
    "column public.lines.zz_phasegate_id",
    "column public.lines.zz_phasegate_invoice",
    "column public.lines.zz_phasegate_next_id",
    "column public.lines.zz_phasegate_next_invoice",
    "column public.queue.place",
    "column public.queue.zz_phasegate_next_place",
    "column public.queue.zz_phasegate_place",
    "column public.stamps.id",
    "column public.stamps.zz_phasegate_id",
    "column public.stamps.zz_phasegate_next_id",
    "column public.tickets.id",
    "column public.tickets.zz_phasegate_id",
    "column public.tickets.zz_phasegate_next_id",
    "constraint public.invoices.invoices_pkey",
    "constraint public.invoices.zz_phasegate_back_invoices_pkey",
    "constraint public.invoices.zz_phasegate_invoices_pkey",
    "constraint public.invoices.zz_phasegate_next_invoices_pkey",
    "constraint public.lines.lines_pkey",
    "constraint public.lines.zz_phasegate_back_lines_pkey",
    "constraint public.lines.zz_phasegate_lines_pkey",
    "constraint public.lines.zz_phasegate_next_lines_pkey",
    "constraint public.stamps.stamps_pkey",
    "constraint public.stamps.zz_phasegate_back_stamps_pkey",
    "constraint public.stamps.zz_phasegate_next_stamps_pkey",
    "constraint public.stamps.zz_phasegate_stamps_pkey",
    "constraint public.tickets.tickets_pkey",
    "constraint public.tickets.zz_phasegate_back_tickets_pkey",
    "constraint public.tickets.zz_phasegate_next_tickets_pkey",
    "constraint public.tickets.zz_phasegate_tickets_pkey",
    "constraint public.lines.lines_invoice_fkey",
    "constraint public.lines.zz_phasegate_lines_invoice_fkey",
    "constraint public.lines.zz_phasegate_next_lines_invoice_fkey",
    "index public.invoices_pkey",
    "index public.zz_phasegate_back_invoices_pkey",
    "index public.zz_phasegate_invoices_pkey",
    "index public.zz_phasegate_next_invoices_pkey",
    "index public.lines_invoice_idx",
    "index public.lines_pkey",
    "index public.zz_phasegate_back_lines_pkey",
    "index public.zz_phasegate_lines_invoice_idx",
    "index public.zz_phasegate_lines_pkey",
    "index public.zz_phasegate_next_lines_invoice_idx",
    "index public.zz_phasegate_next_lines_pkey",
    "index public.stamps_pkey",
    "index public.zz_phasegate_back_stamps_pkey",
    "index public.zz_phasegate_next_stamps_pkey",
    "index public.zz_phasegate_stamps_pkey",
    "index public.tickets_pkey",
    "index public.zz_phasegate_back_tickets_pkey",
    "index public.zz_phasegate_next_tickets_pkey",
    "index public.zz_phasegate_tickets_pkey",
    "sequence public.invoices_id_seq",
    "sequence public.lines_id_seq",
    "sequence public.stamps_id_seq",
    "sequence public.\"ticket; numbers\"",
    "sequence public.zz_phasegate_invoices_id_seq",
    "sequence public.zz_phasegate_lines_id_seq",
    "sequence public.zz_phasegate_tickets_id_seq",
    "trigger public.invoices.zz_phasegate_sync_public_invoices_id",
    "trigger public.lines.zz_phasegate_sync_public_lines_id",
    "trigger public.lines.zz_phasegate_sync_public_lines_invoice",
    "trigger public.queue.zz_phasegate_sync_public_queue_place",
    "trigger public.stamps.zz_phasegate_sync_public_stamps_id",
    "trigger public.tickets.zz_phasegate_sync_public_tickets_id"
  ],
  "fingerprint": "ee98fabe9e46da28c2b29ef0c2ab7b4b",
  "conditions": [
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the column zz_phasegate_next_id is missing"
    },
    {
      "sql": "((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.invoices') AND g.tgname = 'zz_phasegate_sync_public_invoices_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))",
      "otherwise": "the trigger zz_phasegate_sync_public_invoices_id is missing or disabled"
    }
  ]
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add a column of type bigint beside lines.invoice
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_invoice' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    ALTER TABLE public.lines ADD COLUMN zz_phasegate_next_invoice bigint;
  END IF;
  -- let the new column follow lines.invoice (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND g.tgname = 'zz_phasegate_sync_public_lines_invoice' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND g.tgname = 'zz_phasegate_sync_public_lines_invoice' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_lines_invoice'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.lines fire after zz_phasegate_sync_public_lines_invoice by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_lines_invoice(invoice integer, OUT phasegate_up_1 bigint, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_lines_invoice.invoice::bigint;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_lines_invoice() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_invoice := NEW.invoice::bigint;
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_invoice := NULL;
  END;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_lines_invoice BEFORE INSERT OR UPDATE ON public.lines FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_lines_invoice();
  END IF;
  -- add a column of type bigint beside lines.id
  IF (((EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.lines') AND a.attname = 'zz_phasegate_next_id' AND NOT a.attisdropped)) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    ALTER TABLE public.lines ADD COLUMN zz_phasegate_next_id bigint;
  END IF;
  -- let the new column follow lines.id (trigger)
  IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND g.tgname = 'zz_phasegate_sync_public_lines_id' AND g.tgenabled IN ('O', 'A'))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
    IF (((((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND g.tgname = 'zz_phasegate_sync_public_lines_id' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.lines') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_lines_id'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) OR EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.invoices') AND a.attname = 'id' AND NOT a.attisdropped AND pg_catalog.format_type(a.atttypid, a.atttypmod) = 'bigint'))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.lines fire after zz_phasegate_sync_public_lines_id by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_lines_id(id integer, OUT phasegate_up_1 bigint, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := up_public_lines_id.id::bigint;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_lines_id() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    NEW.zz_phasegate_next_id := NEW.id::bigint;
  EXCEPTION WHEN OTHERS THEN
    NEW.zz_phasegate_next_id := NULL;
  END;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_lines_id BEFORE INSERT OR UPDATE ON public.lines FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_lines_id();
  END IF;
END
$phasegate$;
RESET statement_timeout;
