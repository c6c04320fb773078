-- The part of the gate that people answer for: approvals, backup, re-preparing clients, and the sessions that are open.

CREATE OR REPLACE FUNCTION phasegate.gate_approvals(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  item text;
  given phasegate.approval;
BEGIN
  FOR item IN SELECT a FROM jsonb_array_elements_text(spec -> 'approvals') a ORDER BY a COLLATE "C" LOOP
    SELECT * INTO given FROM phasegate.approval a WHERE a.plan_id = spec ->> 'plan_id' AND a.what = item;
    check_name := 'approval ' || coalesce(item, 'of something without a name');
    is_open := coalesce((spec ->> 'approved')::boolean, false) OR given.what IS NOT NULL;
    reason := CASE WHEN given.what IS NOT NULL THEN format('by %s at %s', given.approved_by, given.at)
                   WHEN is_open THEN 'with the plan'
                   ELSE 'its data goes for good, and nobody has approved that for this plan' END;
    remedy := CASE WHEN is_open THEN '' ELSE format('phasegate mark --approve "%s" --plan %s', item, coalesce(spec ->> 'plan_id', 'ID')) END;
    RETURN NEXT;
  END LOOP;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate_backup(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  max_age constant interval := make_interval(secs => coalesce((spec ->> 'backup_max_age_seconds')::double precision, 0));
  taken timestamptz;
BEGIN
  IF max_age <= interval '0' OR spec ->> 'phase' <> 'contract' OR spec ->> 'direction' = 'undo' THEN
    RETURN;
  END IF;
  taken := (SELECT max(b.at) FROM phasegate.backup b
            WHERE b.system_identifier = (SELECT c.system_identifier FROM pg_control_system() c)
              AND b.database_oid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()));
  check_name := 'backup';
  is_open := coalesce(taken + max_age >= clock_timestamp(), false);
  reason := CASE WHEN taken IS NULL THEN format('no backup was recorded; one younger than %s is asked for', max_age)
                 ELSE format('the last was recorded at %s; one younger than %s is asked for', taken, max_age) END;
  remedy := CASE WHEN is_open THEN '' ELSE 'phasegate mark --backup "NOTE", after taking one' END;
  RETURN NEXT;
END
$function$;

-- When the versions that may run now began to start: after the last marker of a lower version.
CREATE OR REPLACE FUNCTION phasegate.deploy_began(app text, need text) RETURNS timestamptz
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  app_scheme constant text := (SELECT a.scheme FROM phasegate.application a WHERE a.name = app);
  began timestamptz;
  entry record;
BEGIN
  FOR entry IN SELECT m.event, m.version, m.at FROM phasegate.current_marker m WHERE m.application = app ORDER BY m.id DESC LOOP
    EXIT WHEN entry.event = 'retired' OR phasegate.compare_versions(entry.version, need, app_scheme) < 0;
    began := entry.at;
  END LOOP;
  RETURN began;
END
$function$;

-- A session that is older than the deploy of the needed version belongs to an older one. A session is taken for one of
-- an application when its application_name begins with that name; any other is held against the latest deploy.
CREATE OR REPLACE FUNCTION phasegate.gate_sessions(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  old_sessions text;
BEGIN
  IF NOT coalesce((spec ->> 'sessions')::boolean, false) OR spec ->> 'phase' NOT IN ('validate', 'contract')
     OR spec ->> 'direction' = 'undo' THEN
    RETURN;
  END IF;
  check_name := 'sessions';
  is_open := false;
  remedy := '';
  IF NOT pg_has_role('pg_read_all_stats', 'USAGE') THEN
    reason := format('role %s cannot see when the sessions of others began', current_user);
    remedy := format('GRANT pg_read_all_stats TO %I', current_user);
    RETURN NEXT;
    RETURN;
  END IF;
  PERFORM pg_stat_clear_snapshot();
  WITH deploy AS (
    SELECT a ->> 'name' AS name, phasegate.deploy_began(a ->> 'name', phasegate.needed_version(a, spec ->> 'phase')) AS began
    FROM jsonb_array_elements(spec -> 'applications') a
    WHERE NOT EXISTS (SELECT FROM phasegate.application r WHERE r.name = a ->> 'name' AND r.retired_at IS NOT NULL)
  ), old AS (
    SELECT s.pid, s.usename, s.application_name, s.backend_start
    FROM pg_stat_activity s
    WHERE s.backend_type = 'client backend' AND s.datname = current_database() AND s.pid <> pg_backend_pid()
      AND s.application_name IS DISTINCT FROM 'phasegate'
      AND (s.backend_start >= coalesce((SELECT max(d.began) FROM deploy d WHERE starts_with(s.application_name, d.name)),
                                       (SELECT CASE WHEN bool_and(d.began IS NOT NULL) THEN max(d.began) END FROM deploy d))) IS NOT TRUE
  )
  SELECT string_agg(format('pid %s (%s, "%s", since %s)', pid, usename, application_name, backend_start), '; ' ORDER BY backend_start, pid)
    INTO old_sessions FROM old;
  is_open := old_sessions IS NULL;
  reason := coalesce('older than the deploy, or of unknown age: ' || old_sessions, 'every session began with the deploy or after it');
  remedy := CASE WHEN is_open THEN '' ELSE 'end these sessions: restart their program or their pool' END;
  RETURN NEXT;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate_people(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY SELECT * FROM phasegate.gate_approvals(spec);
  RETURN QUERY SELECT * FROM phasegate.gate_backup(spec);
  IF coalesce((spec ->> 'asks_reprepare')::boolean, false) THEN
    is_open := coalesce((spec ->> 'clients_reprepare')::boolean, false);
    RETURN QUERY SELECT 'clients_reprepare', is_open,
      CASE WHEN is_open THEN 'stated: every client prepares again'
           ELSE 'prepared statements of open connections fail from here on with "cached plan must not change result type"' END,
      CASE WHEN is_open THEN '' ELSE 'say clients_reprepare = true in phasegate.toml once every driver and pool does, and plan again' END;
  END IF;
  RETURN QUERY SELECT * FROM phasegate.gate_sessions(spec);
END
$function$;

-- Runs one group of checks; an exception in it is a shut check of that group.
CREATE OR REPLACE FUNCTION phasegate.gate_group(part text, spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  RETURN QUERY EXECUTE format('SELECT * FROM phasegate.%I($1)', 'gate_' || part) USING spec;
EXCEPTION WHEN OTHERS THEN
  RETURN QUERY SELECT 'evidence ' || part, false, 'it cannot be read: ' || SQLERRM, '';
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate(spec jsonb) RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
DECLARE
  part text;
BEGIN
  IF coalesce(spec ->> 'phase', '') NOT IN ('expand', 'backfill', 'deploy', 'validate', 'contract')
     OR coalesce(spec ->> 'direction', 'do') NOT IN ('do', 'undo') THEN
    RETURN QUERY SELECT 'spec', false, format('the plan names no phase or direction that there is: %s', left(spec::text, 200)), '';
    RETURN;
  END IF;
  FOREACH part IN ARRAY ARRAY['rollouts', 'rights', 'applications', 'fingerprint', 'validity', 'conditions', 'mentions', 'people', 'replicas', 'subscribers'] LOOP
    RETURN QUERY SELECT * FROM phasegate.gate_group(part, spec);
  END LOOP;
END
$function$;
COMMENT ON FUNCTION phasegate.gate(jsonb) IS
  'All evidence for one transition, one row per check. The gate is open when every row is. Never raises for "shut"';

