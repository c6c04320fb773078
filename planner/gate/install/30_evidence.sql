-- What the markers and heartbeats say. All of it is VOLATILE: a guard locks first and reads in a later statement, and a
-- STABLE function would still see the snapshot of the statement that calls it.

-- First 8 digits of the WAL file name; a promotion or a point-in-time recovery changes it.
CREATE OR REPLACE FUNCTION phasegate.timeline() RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  IF pg_is_in_recovery() THEN
    RETURN (SELECT upper(lpad(to_hex(timeline_id), 8, '0')) FROM pg_control_checkpoint());
  END IF;
  RETURN substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8);
END
$function$;

-- Why the markers of this database do not count; NULL when they do, or when none was ever recorded.
CREATE OR REPLACE FUNCTION phasegate.binding_error() RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  bound phasegate.installation;
BEGIN
  SELECT * INTO bound FROM phasegate.installation;
  IF bound.system_identifier IS NULL THEN
    RETURN NULL;
  ELSIF bound.system_identifier = (SELECT system_identifier FROM pg_control_system())
    AND bound.database_oid = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND bound.relation = 'phasegate.installation'::regclass THEN
    RETURN NULL;
  END IF;
  RETURN format('this database is a copy or a restore of one that was bound to environment "%s"; its markers do not count here',
                bound.environment);
END
$function$;

-- What may run of an application: the last finished version, what started since, and (with_instances) what sends
-- heartbeats. known: a version was finished, and the application was not retired since.
CREATE OR REPLACE FUNCTION phasegate.present_versions(app text, with_instances boolean DEFAULT true,
                                                      OUT versions text[], OUT known boolean)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  last_end bigint;
  last_event text;
BEGIN
  SELECT m.id, m.event INTO last_end, last_event
    FROM phasegate.current_marker m
    WHERE m.application = app AND m.event IN ('finished', 'retired')
    ORDER BY m.id DESC
    LIMIT 1;
  known := last_event IS NOT DISTINCT FROM 'finished';
  versions := ARRAY(SELECT m.version FROM phasegate.current_marker m
                    WHERE m.application = app AND m.id >= coalesce(last_end, 0) AND m.event <> 'retired'
                    ORDER BY m.id);
  IF with_instances THEN
    versions := versions || ARRAY(SELECT DISTINCT i.version FROM phasegate.instance i
                                  WHERE i.application = app AND i.last_seen + i.ttl > clock_timestamp());
  END IF;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.effective_version(app text) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  present record;
BEGIN
  SELECT * INTO present FROM phasegate.present_versions(app);
  IF present.known IS NOT TRUE THEN
    RETURN NULL;
  END IF;
  RETURN phasegate.extreme_version(present.versions, (SELECT a.scheme FROM phasegate.application a WHERE a.name = app), -1);
END
$function$;
COMMENT ON FUNCTION phasegate.effective_version(text) IS
  'The lowest version that may run: a higher version counts when finished, a lower one as soon as it starts. NULL: unknown';

CREATE OR REPLACE FUNCTION phasegate.soak_since(app text, version text) RETURNS timestamptz
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
  app_scheme constant text := (SELECT a.scheme FROM phasegate.application a WHERE a.name = app);
  effective constant text := phasegate.effective_version(app);
  current_timeline constant text := phasegate.timeline();
  since timestamptz;
  entry record;
BEGIN
  IF (phasegate.compare_versions(effective, soak_since.version, app_scheme) >= 0) IS NOT TRUE THEN
    RETURN NULL;
  END IF;
  -- Back to the last marker of a lower version: the first finish after it ended that version. A marker of an earlier
  -- timeline proves nothing about this one: what was recorded after it may be lost.
  FOR entry IN
    SELECT m.event, m.version, m.at, m.timeline FROM phasegate.current_marker m WHERE m.application = app ORDER BY m.id DESC
  LOOP
    EXIT WHEN entry.event = 'retired' OR entry.timeline <> current_timeline
      OR phasegate.compare_versions(entry.version, soak_since.version, app_scheme) < 0;
    IF entry.event = 'finished' THEN
      since := entry.at;
    END IF;
  END LOOP;
  -- An instance of a lower version ran until its last heartbeat ran out.
  FOR entry IN
    SELECT i.version, max(i.last_seen + i.ttl) AS until FROM phasegate.instance i WHERE i.application = app GROUP BY i.version
  LOOP
    IF phasegate.compare_versions(entry.version, soak_since.version, app_scheme) < 0 THEN
      since := CASE WHEN since IS NULL THEN NULL ELSE greatest(since, entry.until) END;
    END IF;
  END LOOP;
  RETURN since;
END
$function$;
COMMENT ON FUNCTION phasegate.soak_since(text, text) IS
  'Since when no version below this one may have run, without interruption and on the current timeline; NULL: it may run now, or nobody knows';

-- Whether a boolean SQL expression is true. NULL and errors are results, never exceptions.
CREATE OR REPLACE FUNCTION phasegate.holds(condition text, OUT result boolean, OUT error text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
BEGIN
  EXECUTE 'SELECT (' || condition || E'\n)' INTO result;
EXCEPTION WHEN OTHERS THEN
  result := NULL;
  error := SQLERRM;
END
$function$;

-- A query that returns one bigint, the same way.
CREATE OR REPLACE FUNCTION phasegate.count_of(query text, OUT result bigint, OUT error text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
SET row_security = off
AS $function$
BEGIN
  EXECUTE query INTO result;
EXCEPTION WHEN OTHERS THEN
  result := NULL;
  error := SQLERRM;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.record_event(rollout text, phase text, what text, detail jsonb) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$
  INSERT INTO phasegate.event (rollout, phase, what, detail)
  VALUES (record_event.rollout, record_event.phase, record_event.what, coalesce(record_event.detail, '{}'))
$function$;

-- Whether the opening file of a phase has run for this plan, and no undo of that phase has begun since.
CREATE OR REPLACE FUNCTION phasegate.phase_opened(rollout text, phase text, plan_id text) RETURNS boolean
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT starts_with(e.what, 'gate passed') AND e.detail ->> 'plan_id' IS NOT DISTINCT FROM phase_opened.plan_id
  FROM phasegate.event e
  WHERE e.rollout = phase_opened.rollout AND e.phase = phase_opened.phase AND (starts_with(e.what, 'gate passed') OR starts_with(e.what, 'undo gate passed'))
  ORDER BY e.id DESC
  LIMIT 1
$function$;

