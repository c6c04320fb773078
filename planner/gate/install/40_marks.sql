-- Writers of evidence about deploys. Each of them holds the lock of the application's row; SQLSTATE PG003 says "refused
-- because of a floor or a gate", PG001 "this makes no sense".

-- Raises unless later statements of the transaction see what was committed meanwhile.
CREATE OR REPLACE FUNCTION phasegate.require_read_committed(doing text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION '% must run in READ COMMITTED, and this transaction is %', doing, upper(current_setting('transaction_isolation'))
      USING ERRCODE = 'PG003', HINT = 'SET default_transaction_isolation = ''read committed'', and run it again';
  END IF;
END
$function$;

-- A marker, a floor or an approval must survive a crash and a failover.
CREATE OR REPLACE FUNCTION phasegate.commit_safely() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  IF current_setting('synchronous_commit') IN ('off', 'local') THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
END
$function$;

-- Binds the markers to this cluster, database and environment at the first marker; refuses another environment later.
CREATE OR REPLACE FUNCTION phasegate.bind_environment(wanted text) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  bound phasegate.installation;
  wrong constant text := phasegate.binding_error();
BEGIN
  SELECT * INTO bound FROM phasegate.installation;
  IF bound.system_identifier IS NULL THEN
    SELECT * INTO bound FROM phasegate.installation FOR UPDATE;
  END IF;
  IF bound.system_identifier IS NULL THEN
    UPDATE phasegate.installation
      SET system_identifier = (SELECT c.system_identifier FROM pg_control_system() c),
          database_oid = (SELECT oid FROM pg_database WHERE datname = current_database()), relation = tableoid,
          environment = coalesce(wanted, 'default'),
          bound_at = clock_timestamp(), bound_after = (SELECT coalesce(max(m.id), 0) FROM phasegate.marker m);
    RETURN coalesce(wanted, 'default');
  ELSIF wrong IS NOT NULL THEN
    RAISE EXCEPTION '%', wrong
      USING ERRCODE = 'PG003', HINT = format('SELECT phasegate.adopt_environment(%L)', coalesce(wanted, bound.environment));
  ELSIF wanted IS NOT NULL AND wanted <> bound.environment THEN
    RAISE EXCEPTION 'this database belongs to environment "%", not to "%"', bound.environment, wanted
      USING ERRCODE = 'PG003', HINT = format('SELECT phasegate.adopt_environment(%L), which voids all markers', wanted);
  END IF;
  RETURN bound.environment;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.adopt_environment(environment text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
BEGIN
  IF coalesce(adopt_environment.environment, '') = '' THEN
    RAISE EXCEPTION 'the environment has no name' USING ERRCODE = 'PG001';
  END IF;
  PERFORM phasegate.commit_safely();
  UPDATE phasegate.installation
    SET system_identifier = (SELECT c.system_identifier FROM pg_control_system() c),
        database_oid = (SELECT oid FROM pg_database WHERE datname = current_database()), relation = tableoid,
        environment = adopt_environment.environment,
        bound_at = clock_timestamp(), bound_after = (SELECT coalesce(max(m.id), 0) FROM phasegate.marker m);
  PERFORM phasegate.record_event(NULL, NULL, 'environment adopted', jsonb_build_object('environment', adopt_environment.environment));
  RETURN format('this database is environment "%s" now; only markers recorded for it count', adopt_environment.environment);
END
$function$;

-- Why a version ≥ adopts of an open rollout may not start yet; NULL when nothing is in the way. Once validate has raised
-- the floor to adopts, the deploy gate lies behind: what it asks for (sync triggers …) goes away in contract. Markers do
-- not count here: a deploy is what makes them.
CREATE OR REPLACE FUNCTION phasegate.deploy_refusal(app phasegate.application, version text) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  rollout record;
  adopts text;
  shut text;
BEGIN
  FOR rollout IN SELECT r.name, r.plan_id, r.spec FROM phasegate.rollout r WHERE r.state = 'open' ORDER BY r.name LOOP
    adopts := (SELECT a ->> 'adopts' FROM jsonb_array_elements(rollout.spec -> 'applications') a WHERE a ->> 'name' = app.name);
    CONTINUE WHEN adopts IS NULL OR phasegate.compare_versions(version, adopts, app.scheme) < 0;
    CONTINUE WHEN app.floor IS NOT NULL AND phasegate.compare_versions(app.floor, adopts, app.scheme) >= 0;
    IF jsonb_typeof(rollout.spec -> 'deploy') IS DISTINCT FROM 'object' THEN
      RETURN format('rollout %s was opened without a deploy gate', rollout.name);
    END IF;
    SELECT string_agg(format(E'\n  %s: %s', g.check_name, g.reason), '') INTO shut
      FROM phasegate.gate(jsonb_build_object('rollout', rollout.name, 'plan_id', rollout.plan_id,
                                             'environment', rollout.spec -> 'environment', 'applications', rollout.spec -> 'applications')
                          || (rollout.spec -> 'deploy') || '{"phase": "deploy", "direction": "do"}') g
      WHERE g.is_open IS NOT TRUE AND g.check_name NOT LIKE 'marker %';
    IF shut IS NOT NULL THEN
      RETURN format('the deploy gate of rollout %s is shut for versions from %s on:%s', rollout.name, adopts, shut);
    END IF;
  END LOOP;
  RETURN NULL;
END
$function$;

-- The application's row, locked; registers it where that is allowed.
CREATE OR REPLACE FUNCTION phasegate.lock_application(application text, is_new boolean, scheme text) RETURNS phasegate.application
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
  app phasegate.application;
BEGIN
  IF NOT EXISTS (SELECT FROM phasegate.application WHERE name = lock_application.application AND retired_at IS NULL) THEN
    -- Guards take the same table lock, before any row, so that no application is registered between a gate and its DDL.
    LOCK TABLE phasegate.application IN SHARE ROW EXCLUSIVE MODE;
  END IF;
  SELECT * INTO app FROM phasegate.application WHERE name = lock_application.application FOR UPDATE;
  IF NOT FOUND OR app.retired_at IS NOT NULL THEN
    LOCK TABLE phasegate.application IN SHARE ROW EXCLUSIVE MODE;
    IF NOT coalesce(is_new, false) AND EXISTS (SELECT FROM phasegate.application) THEN
      RAISE EXCEPTION 'application "%" is not registered here; known: %', lock_application.application,
          (SELECT string_agg(name || CASE WHEN retired_at IS NULL THEN '' ELSE ' (retired)' END, ', ' ORDER BY name) FROM phasegate.application)
        USING ERRCODE = 'PG001', HINT = 'check the name, or register it: phasegate mark … --new';
    END IF;
    INSERT INTO phasegate.application AS a (name, scheme)
      VALUES (lock_application.application, coalesce(lock_application.scheme, 'semver'))
      ON CONFLICT (name) DO UPDATE SET retired_at = NULL, scheme = coalesce(lock_application.scheme, a.scheme)
      RETURNING * INTO app;
  ELSIF lock_application.scheme IS NOT NULL AND lock_application.scheme <> app.scheme THEN
    RAISE EXCEPTION 'versions of application "%" compare as %, not as %', app.name, app.scheme, lock_application.scheme
      USING ERRCODE = 'PG001', HINT = 'say the same scheme in phasegate.toml as before';
  END IF;
  RETURN app;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.mark(application text, event text, version text, is_new boolean DEFAULT false,
                                          scheme text DEFAULT NULL, environment text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
  bound_environment text;
  app phasegate.application;
  present record;
  refusal text;
BEGIN
  IF coalesce(mark.event, '') NOT IN ('starting', 'finished') THEN
    RAISE EXCEPTION 'a deploy is starting or finished, not "%"', mark.event USING ERRCODE = 'PG001';
  ELSIF coalesce(mark.application, '') = '' THEN
    RAISE EXCEPTION 'the application has no name' USING ERRCODE = 'PG001';
  END IF;
  PERFORM phasegate.require_read_committed('a marker');
  PERFORM phasegate.commit_safely();
  bound_environment := phasegate.bind_environment(mark.environment);
  app := phasegate.lock_application(mark.application, mark.is_new, mark.scheme);

  -- From here on nobody else writes evidence about this application, and no guard that asks for it is at work.
  refusal := phasegate.version_error(mark.version, app.scheme);
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION '%: %', app.name, refusal USING ERRCODE = 'PG001';
  END IF;
  IF app.floor IS NOT NULL AND phasegate.compare_versions(mark.version, app.floor, app.scheme) < 0 THEN
    RAISE EXCEPTION '% % must not run: the database needs % or above', app.name, mark.version, app.floor
      USING ERRCODE = 'PG003', HINT = 'do not start this deploy; an undo of the phase that raised the floor lowers it';
  END IF;
  SELECT * INTO present FROM phasegate.present_versions(app.name, false);
  IF mark.event = 'starting' OR mark.version <> ALL (present.versions) THEN
    refusal := phasegate.deploy_refusal(app, mark.version);
    IF refusal IS NOT NULL THEN
      RAISE EXCEPTION '% % must not run yet: %', app.name, mark.version, refusal
        USING ERRCODE = 'PG003', HINT = 'do not start this deploy; ask `phasegate gate --phase deploy`';
    END IF;
  END IF;

  INSERT INTO phasegate.marker (application, event, version, system_identifier, database_oid, environment, timeline)
    SELECT app.name, mark.event, mark.version, i.system_identifier, i.database_oid, bound_environment, phasegate.timeline()
    FROM phasegate.installation i;
  RETURN format('%s %s %s (%s); effective version: %s%s', app.name, mark.version,
                CASE mark.event WHEN 'starting' THEN 'is starting' ELSE 'is finished' END, bound_environment,
                coalesce(phasegate.effective_version(app.name), 'unknown until a version is finished'),
                coalesce('; floor: ' || app.floor, ''));
END
$function$;
COMMENT ON FUNCTION phasegate.mark(text, text, text, boolean, text, text) IS
  'Records a deploy: "starting" before its first instance, "finished" after the last instance of another version is gone';

CREATE OR REPLACE FUNCTION phasegate.retire_application(name text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
  bound_environment text;
  live text;
BEGIN
  PERFORM phasegate.require_read_committed('a marker');
  PERFORM phasegate.commit_safely();
  bound_environment := phasegate.bind_environment(NULL);
  -- Before the row lock: a guard holds its table lock while it waits for rows.
  LOCK TABLE phasegate.application IN ROW EXCLUSIVE MODE;
  PERFORM FROM phasegate.application a WHERE a.name = retire_application.name AND a.retired_at IS NULL FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'application "%" is not registered here', retire_application.name USING ERRCODE = 'PG001';
  END IF;
  live := (SELECT string_agg(i.instance || ' (' || i.version || ')', ', ' ORDER BY i.instance, i.version) FROM phasegate.instance i
           WHERE i.application = retire_application.name AND i.last_seen + i.ttl > clock_timestamp());
  IF live IS NOT NULL THEN
    RAISE EXCEPTION 'application "%" still sends heartbeats: %', retire_application.name, live
      USING ERRCODE = 'PG003', HINT = 'stop these instances first';
  END IF;
  UPDATE phasegate.application a SET retired_at = clock_timestamp() WHERE a.name = retire_application.name;
  INSERT INTO phasegate.marker (application, event, system_identifier, database_oid, environment, timeline)
    SELECT retire_application.name, 'retired', i.system_identifier, i.database_oid, bound_environment, phasegate.timeline()
    FROM phasegate.installation i;
  RETURN format('%s is retired: no instance of it runs any more', retire_application.name);
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.approve(plan_id text, what text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
BEGIN
  IF coalesce(approve.plan_id, '') = '' OR coalesce(approve.what, '') = '' THEN
    RAISE EXCEPTION 'an approval names a plan and what may be dropped' USING ERRCODE = 'PG001';
  END IF;
  PERFORM phasegate.commit_safely();
  INSERT INTO phasegate.approval (plan_id, what) VALUES (approve.plan_id, approve.what) ON CONFLICT (plan_id, what) DO NOTHING;
  PERFORM phasegate.record_event(NULL, NULL, 'approved', jsonb_build_object('plan_id', approve.plan_id, 'what', approve.what));
  RETURN format('approved for plan %s: %s', approve.plan_id, approve.what);
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.record_backup(note text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  PERFORM phasegate.commit_safely();
  INSERT INTO phasegate.backup (note, system_identifier, database_oid)
    SELECT record_backup.note, c.system_identifier, d.oid
    FROM pg_control_system() c, pg_database d
    WHERE d.datname = current_database();
  RETURN 'backup recorded' || coalesce(': ' || record_backup.note, '');
END
$function$;

