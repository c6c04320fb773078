-- The guard: what stands in every gated file and raises unless the gate is open, together with the bookkeeping that must
-- be committed with the DDL behind it (floors, the open rollout, the audit log).

-- Raises with every shut check, unless all are open. phasegate.override (a setting, its value is the reason) replaces
-- evidence about applications and people. Returns what the audit log keeps.
CREATE OR REPLACE FUNCTION phasegate.require_open(spec jsonb) RETURNS jsonb
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  override constant text := nullif(btrim(coalesce(current_setting('phasegate.override', true), '')), '');
  found record;
BEGIN
  SELECT count(*) AS checks, jsonb_agg(to_jsonb(g) - '{n,ok,replaceable}'::text[] ORDER BY n) AS evidence,
         count(*) FILTER (WHERE NOT ok AND NOT (replaceable AND override IS NOT NULL)) AS shut,
         count(*) FILTER (WHERE NOT ok) AS closed,
         string_agg(format(E'\n  %s: %s', check_name, reason), '' ORDER BY n)
           FILTER (WHERE NOT ok AND NOT (replaceable AND override IS NOT NULL)) AS reasons,
         string_agg(remedy, E'\n        ' ORDER BY n)
           FILTER (WHERE NOT ok AND NOT (replaceable AND override IS NOT NULL) AND remedy <> '') AS remedies
    INTO found
    FROM (SELECT e.*, e.is_open IS TRUE AS ok,
                 split_part(e.check_name, ' ', 1) IN ('marker', 'soak', 'sessions', 'backup', 'clients_reprepare') IS TRUE AS replaceable
          FROM phasegate.gate(spec) WITH ORDINALITY AS e (check_name, is_open, reason, remedy, n)) g;
  IF found.checks = 0 OR found.shut > 0 THEN
    RAISE EXCEPTION 'the gate before % of rollout % is shut; nothing was done%',
        CASE WHEN spec ->> 'direction' = 'undo' THEN 'the undo of ' ELSE '' END || coalesce(spec ->> 'phase', 'no phase'),
        coalesce(spec ->> 'rollout', '(unnamed)'), coalesce(found.reasons, E'\n  nothing was checked')
      USING ERRCODE = 'PG003', HINT = coalesce(found.remedies, 'what is missing comes from the files before this one, or from data: see to it, and run this file again');
  END IF;
  RETURN jsonb_build_object('evidence', found.evidence, 'timeline', phasegate.timeline())
         || CASE WHEN found.closed > 0 THEN jsonb_build_object('override', override) ELSE '{}' END;
END
$function$;

-- The name of a rollout is its own for ever: what was recorded for a finished one must not count for another. One that
-- was undone, or that is planned anew before its first step, begins with empty records.
CREATE OR REPLACE FUNCTION phasegate.open_rollout(spec jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
  earlier phasegate.rollout;
BEGIN
  SELECT * INTO earlier FROM phasegate.rollout r WHERE r.name = spec ->> 'rollout' FOR UPDATE;
  IF earlier.state = 'finished' AND earlier.plan_id = spec ->> 'plan_id' THEN
    RETURN;  -- the opening file of a finished rollout, run again
  ELSIF earlier.state = 'finished' THEN
    RAISE EXCEPTION 'rollout "%" is finished already, with plan %', earlier.name, earlier.plan_id
      USING ERRCODE = 'PG001', HINT = 'plan again with another name for the rollout';
  ELSIF earlier.state IS DISTINCT FROM 'open' OR earlier.plan_id IS DISTINCT FROM spec ->> 'plan_id' THEN
    DELETE FROM phasegate.backfill_progress p WHERE p.rollout = spec ->> 'rollout';
    DELETE FROM phasegate.quarantine q WHERE q.rollout = spec ->> 'rollout';
  END IF;
  INSERT INTO phasegate.rollout AS r (name, plan_id, spec, tables, lines, state)
    VALUES (spec ->> 'rollout', spec ->> 'plan_id', (spec - 'spec') || coalesce(spec -> 'spec', '{}'),
            ARRAY(SELECT t FROM jsonb_array_elements_text(spec -> 'tables') t ORDER BY t COLLATE "C"),
            -- The gate has just found the fingerprint to be the one of the plan.
            (SELECT coalesce(jsonb_agg(l), '[]') FROM phasegate.fingerprint_lines(ARRAY(SELECT jsonb_array_elements_text(spec -> 'tables')),
                                                                                  ARRAY(SELECT jsonb_array_elements_text(spec -> 'touches'))) l), 'open')
    ON CONFLICT (name) DO UPDATE
      SET plan_id = excluded.plan_id, spec = excluded.spec, tables = excluded.tables, lines = excluded.lines,
          opened_at = CASE WHEN r.state = 'open' THEN r.opened_at ELSE excluded.opened_at END,
          floors = CASE WHEN r.state = 'open' OR r.plan_id = excluded.plan_id THEN r.floors ELSE '{}' END,
          state = 'open', finished_at = NULL;
END
$function$;

-- Raises the floor of every application in the plan, never lowering one, and remembers who asks for it. An application
-- that is not there (its marker was overridden) gets a row: the floor must hold for its first marker too.
CREATE OR REPLACE FUNCTION phasegate.raise_floors(spec jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
  item record;
BEGIN
  IF spec ->> 'raises_floor' NOT IN ('adopts', 'retires') THEN
    RAISE EXCEPTION 'raises_floor is adopts or retires, not "%"', spec ->> 'raises_floor' USING ERRCODE = 'PG001';
  END IF;
  FOR item IN
    SELECT a ->> 'name' AS name, coalesce(a ->> 'scheme', 'semver') AS scheme,
           phasegate.needed_version(a, CASE spec ->> 'raises_floor' WHEN 'retires' THEN 'contract' ELSE 'validate' END) AS version
    FROM jsonb_array_elements(spec -> 'applications') a
    ORDER BY 1
  LOOP
    IF item.version IS NULL THEN
      RAISE EXCEPTION 'the plan does not say which version of "%" the floor is', item.name USING ERRCODE = 'PG001';
    END IF;
    INSERT INTO phasegate.application (name, scheme) VALUES (item.name, item.scheme) ON CONFLICT (name) DO NOTHING;
    UPDATE phasegate.application a SET floor = item.version
      WHERE a.name = item.name AND (a.floor IS NULL OR phasegate.compare_versions(a.floor, item.version, a.scheme) < 0);
    UPDATE phasegate.rollout r SET floors = r.floors || jsonb_build_object(item.name, item.version) WHERE r.name = spec ->> 'rollout';
  END LOOP;
END
$function$;

-- lowers_floor: {"orders-api": "2.3.0" or null}. Never below what another rollout has raised it to, and never up.
CREATE OR REPLACE FUNCTION phasegate.lower_floors(spec jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
#variable_conflict use_variable
DECLARE
  item record;
  app phasegate.application;
  kept text;
BEGIN
  FOR item IN SELECT f.key AS name, f.value AS version FROM jsonb_each_text(spec -> 'lowers_floor') f ORDER BY 1 LOOP
    SELECT * INTO app FROM phasegate.application a WHERE a.name = item.name FOR UPDATE;
    CONTINUE WHEN NOT FOUND OR app.floor IS NULL;
    kept := phasegate.extreme_version(
      array_remove(ARRAY(SELECT r.floors ->> item.name FROM phasegate.rollout r
                         WHERE r.name IS DISTINCT FROM spec ->> 'rollout' AND r.state <> 'undone') || item.version, NULL), app.scheme, 1);
    UPDATE phasegate.application a SET floor = kept
      WHERE a.name = app.name AND (kept IS NULL OR phasegate.compare_versions(kept, app.floor, app.scheme) < 0);
    UPDATE phasegate.rollout r SET floors = jsonb_strip_nulls(r.floors || jsonb_build_object(item.name, item.version))
      WHERE r.name = spec ->> 'rollout';
  END LOOP;
END
$function$;

-- Locks the tables of a file in one order, before its first statement, so that two files, or a file and an application that follows the same order,
-- never wait for each other, and so that no table is held while others are worked at. locks: [{table, mode}] in that order. From the first lock on,
-- somebody waits; so all others together get what is left of one lock_timeout. What is not there yet, and what this role may only refer to, is left
-- to the statements.
CREATE OR REPLACE FUNCTION phasegate.lock_tables(locks jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  item record;
  limit_before constant text := current_setting('lock_timeout');
  limit_ms constant integer := (SELECT s.setting::integer FROM pg_settings s WHERE s.name = 'lock_timeout');
  held_since timestamptz;
BEGIN
  FOR item IN
    SELECT c.oid::regclass AS relation, l.value ->> 'mode' AS mode
    FROM jsonb_array_elements(locks) WITH ORDINALITY l (value, place)
    JOIN pg_class c ON c.oid = to_regclass(l.value ->> 'table') AND c.relkind IN ('r', 'p')
    WHERE has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')
      AND l.value ->> 'mode' IN ('SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE')
    ORDER BY l.place
  LOOP
    IF held_since IS NOT NULL AND limit_ms > 0 THEN
      PERFORM set_config('lock_timeout', greatest(10, limit_ms - 1000 * extract(epoch FROM clock_timestamp() - held_since))::integer || 'ms', true);
    END IF;
    EXECUTE format('LOCK TABLE ONLY %s IN %s MODE', item.relation, item.mode);
    held_since := coalesce(held_since, clock_timestamp());
  END LOOP;
  PERFORM set_config('lock_timeout', limit_before, true);
END
$function$;

-- For a transactional file: called first in the DO statement that holds the DDL. Order matters: lock, then read in a
-- later statement, so that a marker is either seen or comes after the commit and meets the new floor.
CREATE OR REPLACE FUNCTION phasegate.guard(spec jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  detail jsonb;
BEGIN
  PERFORM phasegate.require_read_committed('a gated file');
  -- The second key: a worker of a runner that is gone may still be in its last batch.
  IF NOT pg_try_advisory_xact_lock(phasegate.lock_key()) OR NOT pg_try_advisory_xact_lock(phasegate.backfill_worker_key()) THEN
    RAISE EXCEPTION 'another session changes this database for phasegate: %', phasegate.lock_holders()
      USING ERRCODE = '55P03', HINT = 'wait until it is done, and run this file again';
  END IF;
  IF current_setting('lock_timeout') = '0' THEN
    PERFORM set_config('lock_timeout', '10s', true);
  END IF;
  PERFORM phasegate.commit_safely();
  -- Against new applications; rows of the known ones follow in the order of their names.
  LOCK TABLE phasegate.application IN SHARE ROW EXCLUSIVE MODE;
  PERFORM FROM phasegate.application a
    WHERE a.name IN (SELECT s ->> 'name' FROM jsonb_array_elements(spec -> 'applications') s)
    ORDER BY a.name FOR UPDATE;

  detail := phasegate.require_open(spec);

  IF coalesce((spec ->> 'opens_rollout')::boolean, false) THEN
    PERFORM phasegate.open_rollout(spec);
  END IF;
  IF spec ->> 'raises_floor' IS NOT NULL THEN
    PERFORM phasegate.raise_floors(spec);
  END IF;
  IF spec ->> 'direction' = 'undo' AND jsonb_typeof(spec -> 'lowers_floor') = 'object' THEN
    PERFORM phasegate.lower_floors(spec);
  END IF;
  PERFORM phasegate.record_event(spec ->> 'rollout', spec ->> 'phase', phasegate.passed_what(spec, detail),
                                 detail || jsonb_strip_nulls(jsonb_build_object('plan_id', spec -> 'plan_id', 'part', spec -> 'part')));
  IF jsonb_typeof(spec -> 'locks') = 'array' THEN
    PERFORM phasegate.lock_tables(spec -> 'locks');
  END IF;
END
$function$;
COMMENT ON FUNCTION phasegate.guard(jsonb) IS 'Raises SQLSTATE PG003 unless the gate is open; holds the applications'' rows until the end of the transaction';

CREATE OR REPLACE FUNCTION phasegate.passed_what(spec jsonb, detail jsonb) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT CASE WHEN spec ->> 'direction' = 'undo' THEN 'undo gate passed' ELSE 'gate passed' END
         || CASE WHEN detail ? 'override' THEN ' by override' ELSE '' END
$function$;

-- Who else holds the runner's lock, or works for somebody who did, for people; NULL when nobody does.
CREATE OR REPLACE FUNCTION phasegate.lock_holders() RETURNS text
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$
  SELECT string_agg(format('pid %s (%s, "%s")', l.pid, coalesce(s.usename::text, 'role unknown'), coalesce(s.application_name, '')), ', ' ORDER BY l.pid)
  FROM pg_locks l
  LEFT JOIN pg_stat_activity s ON s.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid <> pg_backend_pid()
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND (l.classid::bigint, l.objid::bigint) IN ((phasegate.lock_key() >> 32, phasegate.lock_key() & 4294967295),
                                                 (phasegate.backfill_worker_key() >> 32, phasegate.backfill_worker_key() & 4294967295))
$function$;

-- For a file outside a transaction, in a DO statement of its own after SET default_transaction_read_only = on: lifts
-- that latch when the gate is open. It runs in a read-only transaction, which cannot become read-write once its snapshot
-- is taken: it locks no rows and writes nothing. Evidence is kept in the session for phasegate.record_latched, and an
-- override goes to the server's log at once.
CREATE OR REPLACE FUNCTION phasegate.guard_latched(spec jsonb) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  others constant text := phasegate.lock_holders();
  detail jsonb;
BEGIN
  PERFORM phasegate.require_read_committed('a gated file');
  IF others IS NOT NULL THEN
    RAISE EXCEPTION 'another session changes this database for phasegate: %', others
      USING ERRCODE = '55P03', HINT = 'wait until it is done, and run this file again';
  ELSIF coalesce((spec ->> 'opens_rollout')::boolean, false) OR spec ->> 'raises_floor' IS NOT NULL OR spec ->> 'lowers_floor' IS NOT NULL THEN
    RAISE EXCEPTION 'a latched file cannot open a rollout or move a floor' USING ERRCODE = 'PG001';
  END IF;
  detail := phasegate.require_open(spec);
  detail := detail || jsonb_strip_nulls(jsonb_build_object('plan_id', spec -> 'plan_id', 'part', spec -> 'part',
    'rollout', spec -> 'rollout', 'phase', spec -> 'phase', 'what', phasegate.passed_what(spec, detail)));
  IF detail ? 'override' THEN
    RAISE LOG 'phasegate: gate of rollout % (%) passed by override of %: %', spec ->> 'rollout', spec ->> 'phase', session_user, detail;
    RAISE WARNING 'gate passed by override: %', detail ->> 'override';
  END IF;
  PERFORM set_config('phasegate.latched', detail::text, false);
  PERFORM set_config('default_transaction_read_only', 'off', false);
END
$function$;
COMMENT ON FUNCTION phasegate.guard_latched(jsonb) IS
  'Raises SQLSTATE PG003 unless the gate is open, else lifts the latch default_transaction_read_only = on of this session';

-- Writes what the last phasegate.guard_latched of this session found into the audit log; false: there is nothing to write.
CREATE OR REPLACE FUNCTION phasegate.record_latched() RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  detail constant jsonb := nullif(current_setting('phasegate.latched', true), '')::jsonb;
BEGIN
  IF detail IS NULL THEN
    RETURN false;
  END IF;
  PERFORM phasegate.record_event(detail ->> 'rollout', detail ->> 'phase', detail ->> 'what', detail - '{rollout,phase,what}'::text[]);
  PERFORM set_config('phasegate.latched', '', false);
  RETURN true;
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.close_rollout(rollout text, new_state text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
  UPDATE phasegate.rollout r
    SET state = new_state,
        finished_at = CASE WHEN new_state = 'open' THEN NULL WHEN r.state = new_state THEN r.finished_at ELSE clock_timestamp() END
    WHERE r.name = close_rollout.rollout;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no rollout "%"', close_rollout.rollout USING ERRCODE = 'PG001';
  END IF;
  PERFORM phasegate.record_event(close_rollout.rollout, NULL, 'rollout ' || new_state, '{}');
END
$function$;

CREATE OR REPLACE FUNCTION phasegate.finish_rollout(name text) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$ SELECT phasegate.close_rollout(finish_rollout.name, 'finished') $function$;

-- Undo of a rollout's closing file.
CREATE OR REPLACE FUNCTION phasegate.reopen_rollout(name text) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$ SELECT phasegate.close_rollout(reopen_rollout.name, 'open') $function$;

CREATE OR REPLACE FUNCTION phasegate.close_undone(name text) RETURNS void
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $function$ SELECT phasegate.close_rollout(close_undone.name, 'undone') $function$;

