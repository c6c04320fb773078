-- Ends the statement that 00_begin.sql began.
  PERFORM pg_catalog.set_config('role', install_role, true);
  PERFORM pg_catalog.set_config('client_min_messages', install_messages, true);
END
$phasegate_install$;
