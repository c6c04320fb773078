-- Rights for roles that do not own the schema, as lists of what they may call and read. Whoever runs rollouts is the owner
-- of the schema, or a member of the owner.
CREATE OR REPLACE FUNCTION phasegate.objects_of_right(right_name text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN CASE right_name
    -- An application: may it run, is it running, may it rely on a promise.
    WHEN 'application' THEN ARRAY['FUNCTION phasegate.assert_compatible(text, text)', 'FUNCTION phasegate.heartbeat(text, text, text, interval)',
      'FUNCTION phasegate.open(text)', 'FUNCTION phasegate.compare_versions(text, text, text)']
    -- A deploy pipeline: what starts, what is deployed, that a backup was taken.
    WHEN 'marker' THEN ARRAY['FUNCTION phasegate.mark(text, text, text, boolean, text, text)', 'FUNCTION phasegate.record_backup(text)', 'TABLE phasegate.rollout']
    -- A person: what may be dropped, that an application or a standby is gone for good, that this database is a copy, that a backfill waits.
    WHEN 'approver' THEN ARRAY['FUNCTION phasegate.approve(text, text)', 'FUNCTION phasegate.retire_application(text)',
      'FUNCTION phasegate.adopt_environment(text)', 'FUNCTION phasegate.name_replica(text, boolean)', 'FUNCTION phasegate.forget_replica(text)',
      'FUNCTION phasegate.pause_backfill(text, text, text)', 'FUNCTION phasegate.resume_backfill(text, text)', 'TABLE phasegate.rollout']
    -- Whoever looks on: status and gate. What a gate asks of the application's tables needs rights on those.
    WHEN 'reader' THEN ARRAY['TABLE phasegate.application', 'TABLE phasegate.marker', 'TABLE phasegate.instance', 'TABLE phasegate.rollout',
      'TABLE phasegate.approval', 'TABLE phasegate.backup', 'TABLE phasegate.event', 'TABLE phasegate.replica', 'TABLE phasegate.current_marker',
      'TABLE phasegate.backfill_progress', 'TABLE phasegate.quarantine', 'TABLE phasegate.backfill_pause', 'TABLE phasegate.backfill_status', 'TABLE phasegate.column_names',
      'FUNCTION phasegate.backfill_pages_done(phasegate.backfill_progress)', 'FUNCTION phasegate.backfill_stripe(phasegate.backfill_progress)',
      'FUNCTION phasegate.backfill_has_sweeps()', 'FUNCTION phasegate.backfill_has_tid_range()', 'FUNCTION phasegate.backfill_paused(text, text)',
      'FUNCTION phasegate.backfill_lock_key(text, text)', 'FUNCTION phasegate.backfill_duration(numeric)', 'FUNCTION phasegate.backfill_worker_key()',
      'FUNCTION phasegate.gate(jsonb)', 'FUNCTION phasegate.gate_group(text, jsonb)', 'FUNCTION phasegate.gate_rollouts(jsonb)',
      'FUNCTION phasegate.gate_rights(jsonb)', 'FUNCTION phasegate.gate_mentions(jsonb)', 'FUNCTION phasegate.mentions(jsonb)', 'FUNCTION phasegate.gate_applications(jsonb)', 'FUNCTION phasegate.shell_word(text)', 'FUNCTION phasegate.mark_command(jsonb, text, text)', 'FUNCTION phasegate.gate_application(jsonb, jsonb)',
      'FUNCTION phasegate.gate_soak(text, text, interval)', 'FUNCTION phasegate.gate_fingerprint(jsonb)', 'FUNCTION phasegate.gate_validity(jsonb)',
      'FUNCTION phasegate.gate_conditions(jsonb)', 'FUNCTION phasegate.gate_people(jsonb)', 'FUNCTION phasegate.gate_approvals(jsonb)',
      'FUNCTION phasegate.gate_backup(jsonb)', 'FUNCTION phasegate.gate_sessions(jsonb)', 'FUNCTION phasegate.deploy_began(text, text)',
      'FUNCTION phasegate.gate_replicas(jsonb)', 'FUNCTION phasegate.asks_for_copies(jsonb)', 'FUNCTION phasegate.replica_positions()', 'FUNCTION phasegate.gate_subscribers(jsonb)',
      'FUNCTION phasegate.touched_tables(jsonb)', 'FUNCTION phasegate.fingerprint(text[], text[])', 'FUNCTION phasegate.fingerprint_lines(text[], text[])',
      'FUNCTION phasegate.fingerprint_of(jsonb)', 'FUNCTION phasegate.drift(text[], text[], jsonb)', 'FUNCTION phasegate.expected_lines(jsonb)',
      'FUNCTION phasegate.told_drift(jsonb)', 'FUNCTION phasegate.in_short(text)', 'FUNCTION phasegate.holds(text)',
      'FUNCTION phasegate.count_of(text)', 'FUNCTION phasegate.timeline()', 'FUNCTION phasegate.phase_opened(text, text, text)', 'FUNCTION phasegate.binding_error()',
      'FUNCTION phasegate.present_versions(text, boolean)', 'FUNCTION phasegate.effective_version(text)', 'FUNCTION phasegate.soak_since(text, text)',
      'FUNCTION phasegate.lock_holders()', 'FUNCTION phasegate.default_text(text, text)', 'FUNCTION phasegate.column_type(text, text)',
      'FUNCTION phasegate.index_is(text, text, boolean, text[], text[], boolean, text[], text, text)', 'FUNCTION phasegate.check_text(text, text)',
      'FUNCTION phasegate.columns_renamed(text, text)'] END;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.grant_right(right_name text, role_name name) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  objects constant text[] := phasegate.objects_of_right(right_name);
  object text;
BEGIN
  IF objects IS NULL THEN
    RAISE EXCEPTION 'there is no right "%"', right_name USING ERRCODE = 'PG001', HINT = 'application, marker, approver or reader';
  END IF;
  FOREACH object IN ARRAY objects LOOP
    EXECUTE format('GRANT %s ON %s TO %I', CASE WHEN object LIKE 'TABLE %' THEN 'SELECT' ELSE 'EXECUTE' END, object, role_name);
  END LOOP;
  PERFORM phasegate.record_event(NULL, NULL, 'right granted', jsonb_build_object('right', right_name, 'role', role_name));
  RETURN format('role %I has the right "%s"', role_name, right_name);
END
$function$;
COMMENT ON FUNCTION phasegate.grant_right(text, name) IS
  'For the owner of the schema: gives a role the right "application", "marker", "approver" or "reader". Say it again after an upgrade';

CREATE OR REPLACE FUNCTION phasegate.revoke_right(right_name text, role_name name) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  objects constant text[] := phasegate.objects_of_right(right_name);
  object text;
BEGIN
  IF objects IS NULL THEN
    RAISE EXCEPTION 'there is no right "%"', right_name USING ERRCODE = 'PG001', HINT = 'application, marker, approver or reader';
  END IF;
  FOREACH object IN ARRAY objects LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %I', object, role_name);
  END LOOP;
  PERFORM phasegate.record_event(NULL, NULL, 'right revoked', jsonb_build_object('right', right_name, 'role', role_name));
  RETURN format('role %I has no right "%s"', role_name, right_name);
END
$function$;
