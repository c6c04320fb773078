-- Everybody may ask and send heartbeats; the rest is for the owner of the schema and for those whom phasegate.grant_right gives it.

GRANT USAGE ON SCHEMA phasegate TO PUBLIC;
GRANT SELECT ON phasegate.installation TO PUBLIC;
DECLARE
  routine text;
BEGIN
  FOREACH routine IN ARRAY ARRAY[
    'record_event(text, text, text, jsonb)', 'phase_opened(text, text, text)', 'holds(text)', 'count_of(text)', 'timeline()', 'binding_error()',
    'present_versions(text, boolean)', 'effective_version(text)', 'soak_since(text, text)', 'fingerprint(text[], text[])', 'fingerprint_lines(text[], text[])', 'fingerprint_of(jsonb)', 'drift(text[], text[], jsonb)',
    'expected_lines(jsonb)', 'told_drift(jsonb)', 'in_short(text)', 'default_text(text, text)',
    'column_type(text, text)', 'dependants(regclass, text[])', 'grant_statements(text, text, aclitem[], oid)', 'rights(aclitem[])', 'dependant_facts(oid, oid)',
    'create_view_statements(oid)', 'create_statements(oid, oid)', 'set_aside_limit()', 'set_aside_refusal(oid, oid, text, oid, oid)', 'execute_as(text, text)',
    'set_rights(regclass, jsonb, jsonb)', 'made_again(oid, jsonb)', 'set_aside(text, text[])', 'put_back(text)', 'rows_lost(text, text)',
    'missing_column_grants(text, text, text, text)', 'copy_column_grants(text, text, text, text)', 'require_column_grants(text, text, text, text)',
    'check_text(text, text)', 'columns_renamed(text, text)',
    'index_is(text, text, boolean, text[], text[], boolean, text[], text, text)',
    'require_read_committed(text)', 'commit_safely()', 'bind_environment(text)', 'adopt_environment(text)',
    'deploy_refusal(phasegate.application, text)', 'lock_application(text, boolean, text)',
    'mark(text, text, text, boolean, text, text)', 'retire_application(text)', 'approve(text, text)', 'record_backup(text)',
    'shell_word(text)', 'mark_command(jsonb, text, text)', 'gate_application(jsonb, jsonb)', 'gate_soak(text, text, interval)', 'gate_applications(jsonb)', 'gate_rollouts(jsonb)',
    'gate_fingerprint(jsonb)', 'gate_validity(jsonb)', 'gate_conditions(jsonb)', 'gate_approvals(jsonb)', 'gate_backup(jsonb)',
    'deploy_began(text, text)', 'gate_sessions(jsonb)', 'gate_people(jsonb)', 'gate_group(text, jsonb)', 'gate(jsonb)',
    'require_open(jsonb)', 'open_rollout(jsonb)', 'raise_floors(jsonb)', 'lower_floors(jsonb)', 'guard(jsonb)',
    'lock_holders()', 'lock_tables(jsonb)', 'guard_latched(jsonb)', 'record_latched()', 'close_rollout(text, text)', 'finish_rollout(text)',
    'close_undone(text)', 'reopen_rollout(text)', 'pause_backfill(text, text, text)', 'resume_backfill(text, text)', 'gate_rights(jsonb)', 'mentions(jsonb)', 'gate_mentions(jsonb)', 'replica_positions()', 'asks_for_copies(jsonb)', 'gate_replicas(jsonb)',
    'touched_tables(jsonb)', 'gate_subscribers(jsonb)', 'name_replica(text, boolean)', 'forget_replica(text)',
    'objects_of_right(text)', 'same_owner(text, text)', 'grant_right(text, name)', 'revoke_right(text, name)']
  LOOP
    EXECUTE 'REVOKE ALL ON ROUTINE phasegate.' || routine || ' FROM PUBLIC';
  END LOOP;
  FOR routine IN SELECT p.oid::pg_catalog.regprocedure FROM pg_catalog.pg_proc p
                 WHERE p.pronamespace = 'phasegate'::pg_catalog.regnamespace AND p.proname LIKE 'backfill%' LOOP
    EXECUTE 'REVOKE ALL ON ROUTINE ' || routine || ' FROM PUBLIC';
  END LOOP;
END;

-- Only once: whoever takes these from everybody, and gives them to named roles, keeps it so.
IF install_is_new THEN
  GRANT EXECUTE ON FUNCTION phasegate.assert_compatible(text, text), phasegate.heartbeat(text, text, text, interval),
    phasegate.open(text), phasegate.compare_versions(text, text, text) TO PUBLIC;
END IF;

