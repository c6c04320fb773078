-- The gate: all evidence for one transition, one row per check, never an exception for "shut". What is missing, NULL or
-- unknown is shut. Each group of checks is a function of its own; check_name begins with the group's word, by which
-- phasegate.guard tells what an override may replace (marker, soak, sessions, backup, clients_reprepare).
--
-- spec, as it stands in every gated file:
--   rollout, plan_id, environment ("default"), phase (expand backfill deploy validate contract), part, direction (do undo)
--   applications   [{name, scheme ("semver"), from, adopts, retires (= adopts)}]: literals, left-joined to the markers
--   tables         ["public.users"], touches ["column public.users.email"], fingerprint: see phasegate.fingerprint
--   conditions     [{sql: a boolean expression, otherwise: message}]: in every phase; names in it are qualified, because
--                  it is evaluated with search_path = pg_catalog
--   losses         [{sql: a query that returns one bigint, what}]: must be 0
--   approvals      ["column public.users.nick"], approved: bound to plan_id
--   contract only  soak_seconds, backup_max_age_seconds; validate and contract: sessions
--   asks_reprepare, clients_reprepare: of a swap
--   going          of contract: what it takes away, as in planner/gate/mentions.sql
-- and for phasegate.guard alone:
--   opens_rollout  true: the spec, with the keys of its key "spec" (deploy: the spec of the deploy gate; promises:
--                  {"users.email.unique": boolean expression}), is kept in phasegate.rollout
--   raises_floor   "adopts" or "retires"; lowers_floor (undo) {"orders-api": "2.3.0" or null}

-- The version that an application must have reached before a phase; NULL: the plan does not say.
CREATE OR REPLACE FUNCTION phasegate.needed_version(application jsonb, phase text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT CASE needed_version.phase
    WHEN 'contract' THEN coalesce(nullif(needed_version.application ->> 'retires', ''), nullif(needed_version.application ->> 'adopts', ''))
    WHEN 'validate' THEN nullif(needed_version.application ->> 'adopts', '')
    ELSE nullif(needed_version.application ->> 'from', '') END
$function$;

-- A word as a shell takes it.
CREATE OR REPLACE FUNCTION phasegate.shell_word(word text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT CASE WHEN word ~ '^[A-Za-z0-9_.,:/+@-]+$' THEN word ELSE $q$'$q$ || replace(word, $q$'$q$, $q$'\''$q$) || $q$'$q$ END
$function$;

-- The line that marks a version as finished. The first marker of a database binds it to an environment, so the line names that of the plan where it is not
-- the one that `mark` takes without a phasegate.toml.
CREATE OR REPLACE FUNCTION phasegate.mark_command(spec jsonb, app text, version text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT format('phasegate mark --app %s --finished %s%s', phasegate.shell_word(app), phasegate.shell_word(version),
                CASE WHEN coalesce(spec ->> 'environment', 'default') <> 'default' THEN ' --environment ' || phasegate.shell_word(spec ->> 'environment') ELSE '' END)
$function$;

-- One application against the markers. Undo of expand and backfill asks that nothing ≥ adopts may run, undo of the later
-- phases only that it is known what runs.
CREATE OR REPLACE FUNCTION phasegate.gate_application(spec jsonb, application jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  app_name constant text := application ->> 'name';
  phase constant text := spec ->> 'phase';
  undo constant boolean := spec ->> 'direction' IS NOT DISTINCT FROM 'undo';
  need constant text := phasegate.needed_version(application, phase);
  adopts constant text := nullif(application ->> 'adopts', '');
  app phasegate.application;
  present record;
  effective text;
  highest text;
BEGIN
  check_name := 'marker ' || app_name;
  is_open := false;
  SELECT * INTO app FROM phasegate.application a WHERE a.name = app_name;
  SELECT * INTO present FROM phasegate.present_versions(app_name);
  effective := phasegate.effective_version(app_name);
  remedy := phasegate.mark_command(spec, app_name, CASE WHEN undo OR need IS NULL THEN coalesce(application ->> 'from', 'VERSION') ELSE need END)
            || CASE WHEN app.name IS NULL AND EXISTS (SELECT FROM phasegate.application) THEN ' --new' ELSE '' END;
  IF app.name IS NULL THEN
    reason := 'no marker: the application is not registered in this database';
  ELSIF app.retired_at IS NOT NULL AND cardinality(present.versions) = 0 THEN
    is_open := true;
    reason := format('retired since %s', app.retired_at);
  ELSIF app.scheme <> coalesce(application ->> 'scheme', 'semver') THEN
    reason := format('its versions compare as %s here, and as %s in the plan', app.scheme, coalesce(application ->> 'scheme', 'semver'));
    remedy := 'say the same scheme in phasegate.toml as in phasegate.application, and plan again';
  ELSIF present.known IS NOT TRUE OR effective IS NULL THEN
    reason := 'no marker: no version of it was ever marked finished in this environment';
  ELSIF undo AND phase IN ('expand', 'backfill') THEN
    highest := phasegate.extreme_version(present.versions, app.scheme, 1);
    is_open := coalesce(phasegate.compare_versions(highest, adopts, app.scheme) < 0, false);
    reason := CASE WHEN adopts IS NULL THEN 'the plan does not say which version adopts it'
                   ELSE format('%s is the highest version that may run; %s relies on what the undo takes away', highest, adopts) END;
  ELSIF undo THEN
    is_open := true;
    reason := format('effective version %s', effective);
  ELSIF need IS NULL THEN
    reason := 'the plan does not say which version it needs';
    remedy := format('name it in [app.%s] of phasegate.toml, and plan again', app_name);
  ELSIF phasegate.compare_versions(effective, need, app.scheme) < 0 THEN
    reason := format('effective version %s is below %s (may run: %s)', effective, need, array_to_string(present.versions, ', '));
  ELSIF phase IN ('validate', 'contract') AND phasegate.soak_since(app_name, need) IS NULL THEN
    reason := format('no deploy of it was marked finished since the server changed to timeline %s', phasegate.timeline());
    remedy := phasegate.mark_command(spec, app_name, effective);
  ELSE
    is_open := true;
    reason := format('effective version %s', effective);
  END IF;
  remedy := CASE WHEN is_open THEN '' ELSE remedy END;
  RETURN NEXT;

  IF phase = 'contract' AND NOT undo AND coalesce((spec ->> 'soak_seconds')::numeric, 0) > 0
     AND NOT coalesce(app.retired_at IS NOT NULL AND is_open, false) THEN
    RETURN QUERY SELECT * FROM phasegate.gate_soak(app_name, need, make_interval(secs => (spec ->> 'soak_seconds')::double precision));
  END IF;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate_soak(app text, need text, soak interval)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  since constant timestamptz := phasegate.soak_since(app, need);
BEGIN
  check_name := 'soak ' || app;
  is_open := coalesce(since + soak <= clock_timestamp(), false);
  reason := CASE WHEN since IS NULL THEN format('%s or above does not run alone yet; from then on it takes %s', need, soak)
                 ELSE format('%s or above runs alone since %s; %s asked for', need, since, soak) END;
  remedy := CASE WHEN is_open THEN '' WHEN since IS NULL THEN '' ELSE format('wait until %s', since + soak) END;
  RETURN NEXT;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate_applications(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  application jsonb;
BEGIN
  IF coalesce(jsonb_array_length(spec -> 'applications'), 0) = 0 THEN
    RETURN QUERY SELECT 'marker', false, 'the plan names no application', 'name the applications in phasegate.toml, and plan again';
  END IF;
  FOR application IN SELECT a FROM jsonb_array_elements(spec -> 'applications') a ORDER BY a ->> 'name' LOOP
    RETURN QUERY SELECT * FROM phasegate.gate_application(spec, application);
  END LOOP;
  -- Nobody knows what a version of an application that the plan does not name relies on.
  RETURN QUERY
    SELECT 'marker ' || a.name, false, 'registered in this database, but not in this plan',
           format('name it in [app.%s] of phasegate.toml, and plan again', a.name)
    FROM phasegate.application a
    WHERE a.retired_at IS NULL
      AND (spec ->> 'phase' IN ('expand', 'validate', 'contract') AND spec ->> 'direction' IS DISTINCT FROM 'undo'
           OR spec ->> 'phase' IN ('expand', 'backfill') AND spec ->> 'direction' = 'undo')
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(spec -> 'applications') s WHERE s ->> 'name' = a.name)
    ORDER BY a.name;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.gate_rollouts(spec jsonb)
RETURNS TABLE(check_name text, is_open boolean, reason text, remedy text)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
  bound phasegate.installation;
  wrong constant text := phasegate.binding_error();
  this phasegate.rollout;
  environment constant text := coalesce(spec ->> 'environment', 'default');
  undo constant boolean := spec ->> 'direction' IS NOT DISTINCT FROM 'undo';
BEGIN
  SELECT * INTO bound FROM phasegate.installation;
  IF wrong IS NOT NULL OR bound.environment <> environment THEN
    RETURN QUERY SELECT 'environment', false,
      coalesce(wrong, format('this database belongs to environment "%s", and the plan to "%s"', bound.environment, environment)),
      format('SELECT phasegate.adopt_environment(%L), which voids all markers', environment);
  END IF;

  SELECT * INTO this FROM phasegate.rollout r WHERE r.name = spec ->> 'rollout';
  IF this.plan_id <> coalesce(spec ->> 'plan_id', '') AND (this.state = 'open' OR spec ->> 'phase' <> 'expand') THEN
    RETURN QUERY SELECT 'rollout ' || this.name, false,
      format('it is %s with plan %s, and this is plan %s', this.state, this.plan_id, coalesce(spec ->> 'plan_id', 'unknown')),
      CASE this.state WHEN 'open' THEN 'finish or undo the open plan first' ELSE 'run expand of this plan first' END;
  ELSIF this.state = 'undone' AND NOT undo AND spec ->> 'phase' <> 'expand' THEN
    RETURN QUERY SELECT 'rollout ' || this.name, false, format('it was undone at %s', this.finished_at), 'run expand again first';
  END IF;
  IF spec ->> 'phase' = 'expand' AND NOT undo THEN
    RETURN QUERY
      SELECT 'rollout ' || r.name, false, format('it is open on %s', array_to_string(r.tables, ', ')),
             format('finish or undo rollout %s first', r.name)
      FROM phasegate.rollout r
      WHERE r.state = 'open' AND r.name IS DISTINCT FROM spec ->> 'rollout'
        AND r.tables && ARRAY(SELECT jsonb_array_elements_text(spec -> 'tables'))
      ORDER BY r.name;
  END IF;
END
$function$;

