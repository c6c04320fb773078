-- phasegate: do expand
-- rollout: add_column_accounts_handle_etc, plan f4e4d7e0
-- what: add column accounts.handle
--   locks: ACCESS EXCLUSIVE on public.accounts (all wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'handle' AND NOT a.attisdropped)
-- what: keep handle filled on accounts (trigger)
--   locks: SHARE ROW EXCLUSIVE on public.accounts (writes wait, instant)
--   undo: yes
--   verify: EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_handle' AND g.tgenabled IN ('O', 'A'))
SET statement_timeout = '30s';
DO $phasegate$
DECLARE
  phasegate_spec constant jsonb := $spec$
{
  "rollout": "add_column_accounts_handle_etc",
  "plan_id": "f4e4d7e0",
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
    "public.accounts"
  ],
  "touches": [
    "constraint public.accounts.phasegate_nn_accounts_email",
    "constraint public.accounts.phasegate_nn_accounts_handle",
    "column public.accounts.email",
    "column public.accounts.handle",
    "column public.accounts.id",
    "index public.accounts_handle_key",
    "index public.accounts_pkey",
    "index public.phasegate_key_accounts_accounts_pkey_42711b19",
    "constraint public.accounts.accounts_pkey",
    "trigger public.accounts.zz_phasegate_sync_public_accounts_handle",
    "constraint public.accounts.accounts_handle_key"
  ],
  "fingerprint": "bbe4c4fd0762d155e45cf18433b938fe",
  "conditions": []
}
$spec$;
BEGIN
  PERFORM pg_catalog.set_config('lock_timeout', '500ms', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM phasegate.guard(phasegate_spec);
  -- add column accounts.handle
  IF (EXISTS (SELECT FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = pg_catalog.to_regclass('public.accounts') AND a.attname = 'handle' AND NOT a.attisdropped)) IS NOT TRUE THEN
    ALTER TABLE public.accounts ADD COLUMN handle text;
  END IF;
  -- keep handle filled on accounts (trigger)
  IF (EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_handle' AND g.tgenabled IN ('O', 'A'))) IS NOT TRUE THEN
    IF (((EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND g.tgname = 'zz_phasegate_sync_public_accounts_handle' AND g.tgenabled IN ('O', 'A'))) OR NOT EXISTS (SELECT FROM pg_catalog.pg_trigger AS g WHERE g.tgrelid = pg_catalog.to_regclass('public.accounts') AND NOT g.tgisinternal AND g.tgname > 'zz_phasegate_sync_public_accounts_handle'::pg_catalog.name AND g.tgname NOT LIKE 'zz\_phasegate\_%' AND (g.tgtype & 3) = 3 AND (g.tgtype & 20) <> 0))) IS NOT TRUE THEN
      RAISE EXCEPTION USING ERRCODE = 'PG001', MESSAGE = 'triggers of public.accounts fire after zz_phasegate_sync_public_accounts_handle by their names, and may change what it has carried over: give them names that sort before it';
    END IF;
    CREATE OR REPLACE FUNCTION phasegate.up_public_accounts_handle(id bigint, OUT phasegate_up_1 text, OUT failed boolean) LANGUAGE plpgsql SET search_path = public, pg_temp AS $up$
BEGIN
  failed := false;
  BEGIN
    phasegate_up_1 := 'h' || up_public_accounts_handle.id;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
    failed := true;
  END;
END
$up$;
    CREATE OR REPLACE FUNCTION phasegate.sync_public_accounts_handle() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $sync$
DECLARE
  phasegate_up_1 text;
  new_side_written boolean := true;
  old_side_written boolean := true;
BEGIN
  -- A value that cannot be computed never fails the write: the row stays unfilled and is counted by the proof.
  BEGIN
    phasegate_up_1 := 'h' || NEW.id;
  EXCEPTION WHEN OTHERS THEN
    phasegate_up_1 := NULL;
  END;
  IF TG_OP = 'INSERT' THEN
    new_side_written := NOT (NEW.handle IS NULL);
  ELSE
    new_side_written := ROW(NEW.handle)::record OPERATOR(pg_catalog.*<>) ROW(OLD.handle)::record;
    old_side_written := (NEW.handle IS NULL);
  END IF;
  IF old_side_written AND NOT new_side_written THEN
    NEW.handle := phasegate_up_1;
  END IF;
  RETURN NEW;
END
$sync$;
    CREATE TRIGGER zz_phasegate_sync_public_accounts_handle BEFORE INSERT OR UPDATE ON public.accounts FOR EACH ROW EXECUTE FUNCTION phasegate.sync_public_accounts_handle();
  END IF;
END
$phasegate$;
RESET statement_timeout;
