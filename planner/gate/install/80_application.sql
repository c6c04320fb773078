-- What applications call themselves, with no right on any table of schema phasegate.

CREATE OR REPLACE FUNCTION phasegate.assert_compatible(application text, version text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  app phasegate.application;
  present record;
  refusal text;
BEGIN
  SELECT * INTO app FROM phasegate.application a WHERE a.name = assert_compatible.application AND a.retired_at IS NULL;
  IF app.name IS NULL THEN
    RAISE EXCEPTION 'application "%" is not registered in this database', assert_compatible.application
      USING ERRCODE = 'PG003', HINT = format('phasegate mark --app %s --starting %s', assert_compatible.application, assert_compatible.version);
  END IF;
  refusal := phasegate.version_error(assert_compatible.version, app.scheme);
  IF refusal IS NOT NULL THEN
    RAISE EXCEPTION '%: %', app.name, refusal USING ERRCODE = 'PG001';
  ELSIF app.floor IS NOT NULL AND phasegate.compare_versions(assert_compatible.version, app.floor, app.scheme) < 0 THEN
    RAISE EXCEPTION '% % must not run: the database needs % or above', app.name, assert_compatible.version, app.floor USING ERRCODE = 'PG003';
  END IF;
  -- A version whose marker was accepted has passed its deploy gate.
  SELECT * INTO present FROM phasegate.present_versions(app.name, false);
  IF assert_compatible.version <> ALL (present.versions) THEN
    refusal := phasegate.deploy_refusal(app, assert_compatible.version);
    IF refusal IS NOT NULL THEN
      RAISE EXCEPTION '% % must not run yet: %', app.name, assert_compatible.version, refusal USING ERRCODE = 'PG003';
    END IF;
  END IF;
END
$function$;
COMMENT ON FUNCTION phasegate.assert_compatible(text, text) IS
  'For the start of an application: raises SQLSTATE PG003 when this version must not run on this database';

-- The key-share lock lets heartbeats pass each other, and makes a guard and a heartbeat wait for one another.
CREATE OR REPLACE FUNCTION phasegate.heartbeat(application text, instance text, version text, ttl interval DEFAULT '60 s') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_column
BEGIN
  IF coalesce(heartbeat.instance, '') = '' OR (heartbeat.ttl > interval '0') IS NOT TRUE THEN
    RAISE EXCEPTION 'a heartbeat needs the name of the instance and a time to live' USING ERRCODE = 'PG001';
  END IF;
  -- Longer, and an instance that died would keep gates shut for ever.
  IF heartbeat.ttl > interval '1 day' THEN
    RAISE EXCEPTION 'a heartbeat lives for one day at most, not for %', heartbeat.ttl USING ERRCODE = 'PG001';
  END IF;
  PERFORM FROM phasegate.application a WHERE a.name = heartbeat.application FOR KEY SHARE;
  PERFORM phasegate.assert_compatible(heartbeat.application, heartbeat.version);
  UPDATE phasegate.instance i
    SET last_seen = clock_timestamp(), ttl = heartbeat.ttl
    WHERE i.application = heartbeat.application AND i.instance = heartbeat.instance AND i.version = heartbeat.version;
  IF FOUND THEN
    RETURN;
  END IF;
  -- Of the instances of a version that ended, the one that ended last is all that soak asks for.
  DELETE FROM phasegate.instance d WHERE d.ctid = ANY (ARRAY(
    SELECT i.ctid FROM phasegate.instance i
    WHERE i.application = heartbeat.application AND i.last_seen + i.ttl < clock_timestamp() - interval '1 day'
      AND EXISTS (SELECT FROM phasegate.instance o
                  WHERE o.application = i.application AND o.version = i.version AND o.last_seen + o.ttl > i.last_seen + i.ttl)
    FOR UPDATE SKIP LOCKED));
  INSERT INTO phasegate.instance (application, instance, version, ttl)
    VALUES (heartbeat.application, heartbeat.instance, heartbeat.version, heartbeat.ttl)
    ON CONFLICT (application, instance, version) DO UPDATE SET last_seen = clock_timestamp(), ttl = excluded.ttl;
END
$function$;
COMMENT ON FUNCTION phasegate.heartbeat(text, text, text, interval) IS
  'For a running instance, in a transaction of its own, every third of its ttl: says that this version is live, and raises when it must not be';

-- Whether an application may rely on what a rollout promises, e.g. phasegate.open('users.email.unique').
CREATE OR REPLACE FUNCTION phasegate.open(promise text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  condition constant text := (SELECT r.spec #>> ARRAY['promises', promise] FROM phasegate.rollout r
                              WHERE r.state IN ('open', 'finished') AND r.spec -> 'promises' ? promise
                              ORDER BY r.opened_at DESC, r.name LIMIT 1);
BEGIN
  RETURN condition IS NOT NULL AND coalesce((SELECT h.result FROM phasegate.holds(condition) h), false);
END
$function$;
COMMENT ON FUNCTION phasegate.open(text) IS 'True once the database keeps this promise of a rollout; false for a name that nobody promised';

