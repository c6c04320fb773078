-- Installs the schema phasegate: markers, gates, guards. Ungated, safe to run again, at any time, from several sessions.
-- It is one DO statement, so that it is done wholly or not at all under every runner, and so that the advisory lock
-- below is held until it is done. The key of that lock is the runner's key (phasegate.lock_key) plus one.
DO $phasegate_install$
DECLARE
  install_messages text := pg_catalog.current_setting('client_min_messages');
  install_skips boolean := false;
  install_is_new constant boolean := pg_catalog.to_regclass('phasegate.installation') IS NULL;
  install_role constant text := pg_catalog.current_setting('role');
  install_owner name;
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock(8099831078076244341);
  PERFORM pg_catalog.set_config('client_min_messages', 'warning', true);

  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'phasegate') THEN
    CREATE SCHEMA IF NOT EXISTS phasegate;
  END IF;

  -- An older script never replaces what a newer one installed, and whoever does not own the schema changes nothing.
  IF pg_catalog.to_regclass('phasegate.installation') IS NOT NULL THEN
    EXECUTE 'SELECT schema_version > @schema_version@ FROM phasegate.installation' INTO install_skips;
    IF install_skips IS NOT TRUE
       AND NOT (SELECT pg_catalog.pg_has_role(nspowner, 'USAGE') FROM pg_catalog.pg_namespace WHERE nspname = 'phasegate') THEN
      EXECUTE 'SELECT script = ''@script@'' FROM phasegate.installation' INTO install_skips;
      IF install_skips IS NOT TRUE THEN
        RAISE EXCEPTION 'schema phasegate belongs to another role and is of another version'
          USING ERRCODE = '42501', HINT = 'run this file as the owner of schema phasegate';
      END IF;
    END IF;
  END IF;
  IF install_skips IS TRUE THEN
    PERFORM pg_catalog.set_config('client_min_messages', install_messages, true);
    RETURN;
  END IF;
  -- A member of the owner, or a superuser, installs as the owner: everything in the schema belongs to one role.
  SELECT r.rolname INTO install_owner FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner WHERE n.nspname = 'phasegate';
  IF install_owner <> current_user THEN
    PERFORM pg_catalog.set_config('role', install_owner, true);
  END IF;

