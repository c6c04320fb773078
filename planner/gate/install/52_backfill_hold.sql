-- What holds a backfill back between two batches: a pause, lagging replicas, too much WAL, waiters, a vacuum, a condition of the user.

-- Lets the backfills of a rollout wait, or one step of it ('' is all). Takes effect at the end of the running batch.
CREATE OR REPLACE FUNCTION phasegate.pause_backfill(rollout text, step text DEFAULT '', reason text DEFAULT '') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $pause$
#variable_conflict use_column
BEGIN
  IF pause_backfill.rollout IS NULL OR pause_backfill.rollout = '' OR pause_backfill.step IS NULL OR pause_backfill.reason IS NULL THEN
    RAISE EXCEPTION 'a pause needs the name of a rollout' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  INSERT INTO phasegate.backfill_pause (rollout, step, reason) VALUES (pause_backfill.rollout, pause_backfill.step, pause_backfill.reason)
    ON CONFLICT (rollout, step) DO UPDATE SET reason = excluded.reason, who = excluded.who, at = excluded.at;
  PERFORM phasegate.record_event(pause_backfill.rollout, 'backfill', 'backfill paused',
                                 jsonb_build_object('step', pause_backfill.step, 'reason', pause_backfill.reason));
END;
$pause$;

-- Takes pauses back: that of one step, or with '' every pause of the rollout. Returns how many there were.
CREATE OR REPLACE FUNCTION phasegate.resume_backfill(rollout text, step text DEFAULT '') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $resume$
#variable_conflict use_column
DECLARE
  ended bigint;
BEGIN
  DELETE FROM phasegate.backfill_pause p
   WHERE p.rollout = resume_backfill.rollout AND (resume_backfill.step = '' OR p.step = resume_backfill.step);
  GET DIAGNOSTICS ended = ROW_COUNT;
  IF ended > 0 THEN
    PERFORM phasegate.record_event(resume_backfill.rollout, 'backfill', 'backfill resumed', jsonb_build_object('step', resume_backfill.step));
  END IF;
  RETURN ended;
END;
$resume$;

-- "paused by deploy since 2026-11-20 12:00:00+00: nightly reports", NULL when it is not.
CREATE OR REPLACE FUNCTION phasegate.backfill_paused(rollout text, step text) RETURNS text
LANGUAGE plpgsql STABLE AS $paused$
#variable_conflict use_column
BEGIN
  RETURN (SELECT pg_catalog.format('paused by %s since %s%s', p.who, pg_catalog.date_trunc('second', p.at), ': ' || NULLIF(p.reason, ''))
            FROM phasegate.backfill_pause p
           WHERE p.rollout = backfill_paused.rollout AND p.step = ANY (ARRAY['', backfill_paused.step]) ORDER BY p.at LIMIT 1);
END;
$paused$;

-- Raises for a throttle that is not one, or whose evidence this role cannot see: a limit that is never seen to be reached is none.
CREATE OR REPLACE FUNCTION phasegate.backfill_check_throttle(throttle jsonb) RETURNS void
LANGUAGE plpgsql AS $check_throttle$
DECLARE
  item record;
BEGIN
  IF pg_catalog.jsonb_typeof(throttle) IS DISTINCT FROM 'object' THEN
    RAISE EXCEPTION 'phasegate.backfill: throttle is a JSON object' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  FOR item IN SELECT e.key, e.value, pg_catalog.jsonb_typeof(e.value) AS type FROM pg_catalog.jsonb_each(throttle) e LOOP
    IF item.key NOT IN ('load_percent', 'replica_lag_ms', 'replica_lag_bytes', 'wal_bytes_per_s', 'lock_waiters', 'vacuum', 'go_on_when') THEN
      RAISE EXCEPTION 'phasegate.backfill: throttle has no "%"', item.key USING ERRCODE = 'invalid_parameter_value',
        HINT = 'It knows load_percent, replica_lag_ms, replica_lag_bytes, wal_bytes_per_s, lock_waiters, vacuum and go_on_when.';
    ELSIF item.type <> (CASE item.key WHEN 'lock_waiters' THEN 'boolean' WHEN 'vacuum' THEN 'boolean' WHEN 'go_on_when' THEN 'string' ELSE 'number' END)
          OR (item.type = 'number' AND (item.value #>> '{}')::numeric <= 0) OR (item.key = 'load_percent' AND (item.value #>> '{}')::numeric > 100) THEN
      RAISE EXCEPTION 'phasegate.backfill: throttle "%" cannot be %', item.key, item.value USING ERRCODE = 'invalid_parameter_value';
    END IF;
  END LOOP;
  IF (throttle ?| ARRAY['replica_lag_ms', 'replica_lag_bytes'] OR (throttle -> 'vacuum') = 'true')
     AND NOT pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE') THEN
    RAISE EXCEPTION 'role % cannot see %, so it cannot keep the limits of this backfill', current_user,
      CASE WHEN (throttle -> 'vacuum') = 'true' THEN 'replicas and vacuums' ELSE 'how far replicas are' END
      USING ERRCODE = 'insufficient_privilege',
            HINT = pg_catalog.format('GRANT pg_monitor TO %I; or take the limits out of [backfill] in phasegate.toml and plan again.', current_user);
  END IF;
END;
$check_throttle$;

-- "12 s, 34 MB" for people.
CREATE OR REPLACE FUNCTION phasegate.backfill_bytes(bytes numeric) RETURNS text
LANGUAGE sql IMMUTABLE AS $bytes$
  SELECT CASE WHEN bytes OPERATOR(pg_catalog.>=) 1e6 THEN pg_catalog.round(bytes OPERATOR(pg_catalog./) 1e6)::text OPERATOR(pg_catalog.||) ' MB'
              ELSE pg_catalog.round(bytes OPERATOR(pg_catalog./) 1e3)::text OPERATOR(pg_catalog.||) ' kB' END
$bytes$;

-- The replica that is farthest behind a limit, as a reason to wait; NULL when none is. `trail` holds where WAL ended at the looks before, oldest
-- first, as [seconds, bytes]: pg_stat_replication.replay_lag stays what it was while a replica replays nothing at all.
CREATE OR REPLACE FUNCTION phasegate.backfill_replicas(throttle jsonb, trail jsonb, clock double precision) RETURNS text
LANGUAGE plpgsql AS $replicas$
DECLARE
  written numeric := pg_catalog.pg_current_wal_lsn() - '0/0'::pg_lsn;
  limit_s double precision := (throttle ->> 'replica_lag_ms')::double precision / 1000;
BEGIN
  RETURN (
    SELECT pg_catalog.format('replica %s is %s s and %s behind', r.name, pg_catalog.round(r.seconds::numeric, 1), phasegate.backfill_bytes(r.bytes))
      FROM (SELECT COALESCE(NULLIF(s.application_name, ''), s.client_addr::text, s.pid::text) AS name,
                   written - (s.replay_lsn - '0/0'::pg_lsn) AS bytes,
                   GREATEST(COALESCE(EXTRACT(EPOCH FROM s.replay_lag), 0),
                            COALESCE(clock - (SELECT pg_catalog.min((t.value ->> 0)::double precision) FROM pg_catalog.jsonb_array_elements(trail) t
                                               WHERE (t.value ->> 1)::numeric > s.replay_lsn - '0/0'::pg_lsn), 0)) AS seconds
              FROM pg_catalog.pg_stat_replication s
             WHERE s.state IN ('streaming', 'catchup') AND s.replay_lsn IS NOT NULL) r
     -- One that has everything waits for nothing, whatever it says about its last delay.
     WHERE r.bytes > 0 AND (r.seconds > limit_s OR r.bytes > (throttle ->> 'replica_lag_bytes')::numeric)
     ORDER BY r.bytes DESC LIMIT 1);
END;
$replicas$;

-- Somebody who waits for a lock on one of the tables, as a reason to wait.
CREATE OR REPLACE FUNCTION phasegate.backfill_lock_waiter(tables oid[]) RETURNS text
LANGUAGE sql AS $lock_waiter$
  SELECT pg_catalog.format('pid %s waits for %s on %s', l.pid, l.mode, l.relation::pg_catalog.regclass)
    FROM pg_catalog.pg_locks l
   WHERE NOT l.granted AND l.locktype OPERATOR(pg_catalog.=) 'relation' AND l.relation OPERATOR(pg_catalog.=) ANY (tables)
     AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
     AND l.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
   ORDER BY l.pid LIMIT 1
$lock_waiter$;

-- Whether somebody waits for a row that this transaction holds.
CREATE OR REPLACE FUNCTION phasegate.backfill_is_waited_for() RETURNS boolean
LANGUAGE sql AS $is_waited_for$
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_locks w
      JOIN pg_catalog.pg_locks h ON h.transactionid OPERATOR(pg_catalog.=) w.transactionid
     WHERE w.locktype OPERATOR(pg_catalog.=) 'transactionid' AND NOT w.granted
       AND h.locktype OPERATOR(pg_catalog.=) 'transactionid' AND h.granted AND h.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid())
$is_waited_for$;

-- Looks whether the backfill should wait, and why: `reason` is NULL when it should not. `seen` is what the look before has returned.
CREATE OR REPLACE FUNCTION phasegate.backfill_look(relation oid, throttle jsonb, path text, INOUT seen jsonb, OUT reason text)
LANGUAGE plpgsql AS $look$
DECLARE
  clock   double precision := EXTRACT(EPOCH FROM pg_catalog.clock_timestamp());
  written numeric := pg_catalog.pg_current_wal_lsn() - '0/0'::pg_lsn;
  tables  oid[] := relation || phasegate.backfill_leaves(relation);
  keep_s  double precision := COALESCE((throttle ->> 'replica_lag_ms')::double precision / 1000, 0) + 60;
  elapsed double precision := clock - (seen ->> 'clock')::double precision;
  bytes   numeric := written - (seen ->> 'written')::numeric;
  goes_on boolean;
BEGIN
  IF throttle ?| ARRAY['replica_lag_ms', 'replica_lag_bytes'] THEN
    reason := phasegate.backfill_replicas(throttle, COALESCE(seen -> 'trail', '[]'), clock);
    seen := seen || pg_catalog.jsonb_build_object('trail',
      (SELECT COALESCE(pg_catalog.jsonb_agg(t.value ORDER BY t.n), '[]') FROM pg_catalog.jsonb_array_elements(seen -> 'trail') WITH ORDINALITY AS t (value, n)
        WHERE (t.value ->> 0)::double precision > clock - keep_s) || pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_array(clock, written)));
  END IF;
  IF reason IS NULL AND COALESCE((throttle -> 'lock_waiters')::boolean, true) THEN
    reason := phasegate.backfill_lock_waiter(tables);
  END IF;
  IF reason IS NULL AND (throttle -> 'vacuum')::boolean THEN
    reason := (SELECT pg_catalog.format('pid %s vacuums %s', v.pid, v.relid::pg_catalog.regclass) FROM pg_catalog.pg_stat_progress_vacuum v
                WHERE v.datname = pg_catalog.current_database() AND v.relid = ANY (tables) ORDER BY v.pid LIMIT 1);
  END IF;
  IF reason IS NULL AND throttle ? 'go_on_when' THEN
    PERFORM pg_catalog.set_config('search_path', path, true);
    EXECUTE pg_catalog.format(E'SELECT (%s\n) IS TRUE', throttle ->> 'go_on_when') INTO goes_on;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    IF NOT goes_on THEN
      reason := 'the condition go_on_when does not hold';
    END IF;
  END IF;
  -- Of a server that writes more than the limit without us, we still take one look's worth of batches every ten seconds.
  IF reason IS NULL AND elapsed < 10 AND bytes > (throttle ->> 'wal_bytes_per_s')::numeric * elapsed THEN
    reason := pg_catalog.format('the server has written %s of WAL in %s s', phasegate.backfill_bytes(bytes), pg_catalog.round(elapsed::numeric, 1));
  ELSIF reason IS NULL THEN
    seen := seen || pg_catalog.jsonb_build_object('clock', clock, 'written', written);
  END IF;
END;
$look$;
