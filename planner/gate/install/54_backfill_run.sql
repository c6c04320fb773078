-- The run of a backfill: leave to commit, waiting, and CALL phasegate.backfill itself.

-- Raises unless this CALL may commit, and commits. The plain error of a COMMIT that is not allowed cannot be caught (inside a block that
-- catches, COMMIT never is), so the case is recognised first: in a context that may commit, plpgsql fetches the rows of a loop one at a time,
-- elsewhere several at once (13.4 to 18). Whatever that says, the COMMIT decides.
CREATE OR REPLACE PROCEDURE phasegate.backfill_assert_may_commit()
LANGUAGE plpgsql AS $may_commit$
DECLARE
  fetched text;
BEGIN
  FOR fetched IN SELECT pg_catalog.set_config('phasegate.fetched', n::pg_catalog.text, true) FROM pg_catalog.generate_series(1, 2) AS n LOOP
    fetched := pg_catalog.current_setting('phasegate.fetched');
    EXIT;
  END LOOP;
  IF fetched OPERATOR(pg_catalog.=) '2'
     AND pg_catalog.current_setting('server_version_num')::pg_catalog.int4 OPERATOR(pg_catalog.>=) 130004
     AND pg_catalog.current_setting('server_version_num')::pg_catalog.int4 OPERATOR(pg_catalog.<) 190000 THEN
    RAISE EXCEPTION 'phasegate.backfill commits after every batch, and here it may not: the CALL runs inside a transaction'
      USING ERRCODE = 'invalid_transaction_termination',
            HINT = 'Run this file outside a transaction. psql: without -1 and without BEGIN. Flyway: keep the file''s .sql.conf (executeInTransaction=false) '
                   'next to it. A runner that sends the whole file as one query cannot run it, nor can a function.';
  END IF;
  COMMIT;
END;
$may_commit$;

-- Sleeps in slices of at most a second, each in a transaction of its own, so that no snapshot is held for longer.
CREATE OR REPLACE PROCEDURE phasegate.backfill_sleep(seconds double precision, lock_key bigint, leader text)
LANGUAGE plpgsql AS $sleep$
DECLARE
  rest double precision := seconds;
BEGIN
  WHILE rest > 0 LOOP
    PERFORM pg_catalog.pg_sleep(LEAST(rest, 1));
    rest := rest - 1;
    COMMIT;
    PERFORM phasegate.backfill_begin(lock_key, leader);
  END LOOP;
END;
$sleep$;

-- Says how far the step is, at most every five seconds or when `now`; `said` is when it did so last.
CREATE OR REPLACE FUNCTION phasegate.backfill_tell(rollout text, step text, leader text, now boolean, INOUT said timestamptz)
LANGUAGE plpgsql AS $tell$
BEGIN
  IF leader IS NULL AND (now OR pg_catalog.clock_timestamp() - said > interval '5 s')
     AND COALESCE(pg_catalog.current_setting('phasegate.backfill_quiet', true), '') <> 'on' THEN
    RAISE NOTICE '%', COALESCE(phasegate.backfill_line(rollout, step), 'backfill ' || step);
    said := pg_catalog.clock_timestamp();
  END IF;
END;
$tell$;

-- Between two batches: waits while the step is paused or throttled, looking at most once a second. `seen`, `said` and `held` are kept by the run.
CREATE OR REPLACE PROCEDURE phasegate.backfill_hold(rollout text, step text, relation oid, throttle jsonb, path text, lock_key bigint, leader text,
                                                    INOUT seen jsonb, INOUT said timestamptz, INOUT held text)
LANGUAGE plpgsql AS $hold$
DECLARE
  reason text;
  look   record;
BEGIN
  LOOP
    reason := phasegate.backfill_paused(rollout, step);
    IF reason IS NULL AND pg_catalog.clock_timestamp() >= COALESCE((seen ->> 'next')::timestamptz, '-infinity') THEN
      SELECT l.* INTO STRICT look FROM phasegate.backfill_look(relation, throttle, path, seen) l;
      seen := look.seen || pg_catalog.jsonb_build_object('next', pg_catalog.clock_timestamp() + interval '1 s');
      reason := look.reason;
      IF leader IS NULL AND reason IS DISTINCT FROM held THEN
        PERFORM phasegate.backfill_say(rollout, step, reason);
        said := phasegate.backfill_tell(rollout, step, leader, held IS NULL, said);
      END IF;
      held := reason;
    END IF;
    EXIT WHEN reason IS NULL;
    said := phasegate.backfill_tell(rollout, step, leader, false, said);
    CALL phasegate.backfill_sleep(1, lock_key, leader);
  END LOOP;
END;
$hold$;

DROP PROCEDURE IF EXISTS phasegate.backfill(text, text, text, text, text, integer, integer);

-- Fills the rows of `target` that match `pending` by the SET list `assignments`; where that is empty, deletes them. throttle (see 52): {"load_percent": 25, "replica_lag_ms": 10000, "replica_lag_bytes": …,
-- "wal_bytes_per_s": …, "lock_waiters": false, "vacuum": true, "go_on_when": "SQL"}; only lock_waiters is on by itself.
--
-- A session that sets phasegate.backfill_leader to what phasegate.backfill_session() says in another one, and makes the same CALL, works for
-- that one: it takes slices that the other has opened, until the other has finished.
CREATE OR REPLACE PROCEDURE phasegate.backfill(rollout text, step text, target text, assignments text, pending text,
                                               batch_ms integer DEFAULT 10, max_passes integer DEFAULT 10, throttle jsonb DEFAULT '{}')
LANGUAGE plpgsql AS $backfill$
#variable_conflict use_column
DECLARE
  path        text := pg_catalog.current_setting('search_path');
  lock_key    bigint := phasegate.backfill_lock_key(rollout, step);
  leader      text := NULLIF(pg_catalog.current_setting('phasegate.backfill_leader', true), '');
  me          text := phasegate.backfill_session();
  seen        jsonb := '{}';
  held        text;
  target_ms   double precision := batch_ms;
  asked       timestamptz := '-infinity';
  waited_for  boolean;
  expressions text := pg_catalog.md5(pg_catalog.concat_ws(E'\n', assignments, pending));
  relation    oid;
  alias       text;
  pass        integer;
  passes      integer := 1;
  resume      boolean;
  again       boolean;
  action      text;
  place       phasegate.backfill_progress;
  batch       record;
  there       text;     -- what the batch found to do
  idle        integer := 0;
  called      timestamptz := pg_catalog.clock_timestamp();
  patience    interval := COALESCE(NULLIF(pg_catalog.current_setting('phasegate.backfill_patience', true), ''), '5min');
  one_by_one  boolean := false;
  waits       boolean := false;
  remaining   bigint;   -- NULL until the proof was asked in this pass
  aside       bigint;
  began       timestamptz;
  said        timestamptz := pg_catalog.clock_timestamp();
  trouble     timestamptz;
  attempts    integer := 0;
  took_ms     double precision;
  factor      double precision;
  code        text;
  reason      text;
  details     text;
  advice      text;
  verdict     text;
BEGIN
  CALL phasegate.backfill_assert_may_commit();
  relation := target::pg_catalog.regclass;
  PERFORM phasegate.backfill_begin(lock_key, leader);
  IF backfill.rollout IS NULL OR backfill.step IS NULL OR target IS NULL OR assignments IS NULL OR pending IS NULL
     OR batch_ms IS NULL OR batch_ms < 1 OR max_passes IS NULL OR max_passes < 1 OR throttle IS NULL THEN
    RAISE EXCEPTION 'phasegate.backfill: no argument may be NULL, batch_ms and max_passes are at least 1' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF pg_catalog.current_setting('statement_timeout') <> '0' THEN
    RAISE WARNING 'statement_timeout = % counts for the whole backfill', pg_catalog.current_setting('statement_timeout')
      USING HINT = 'SET statement_timeout = 0 before the CALL.';
  END IF;
  SELECT c.relname INTO STRICT alias FROM pg_catalog.pg_class c WHERE c.oid = relation;
  PERFORM phasegate.backfill_sees_all(relation || phasegate.backfill_leaves(relation));
  PERFORM phasegate.backfill_check_throttle(throttle);

  SELECT pg_catalog.max(p.pass) INTO pass FROM phasegate.backfill_progress p
   WHERE p.rollout = backfill.rollout AND p.step = backfill.step AND p.fingerprint = expressions AND p.state IN ('running', 'stopped');
  resume := pass IS NOT NULL;
  again := resume;
  pass := COALESCE(pass, 1);
  action := CASE WHEN leader IS NOT NULL THEN 'batch' WHEN resume THEN 'open' ELSE 'look' END;

  LOOP
    IF action = 'batch' THEN
      CALL phasegate.backfill_hold(rollout, step, relation, throttle, path, lock_key, leader, seen, said, held);
    END IF;

    -- What one transaction does. COMMIT and ROLLBACK are not allowed in a block that catches, so they follow it.
    began := pg_catalog.clock_timestamp();
    verdict := 'done';
    BEGIN
      CASE action
        WHEN 'open' THEN
          PERFORM phasegate.backfill_open_pass(rollout, step, relation, expressions, pass, resume, again, CASE WHEN NOT waits THEN me END);
        WHEN 'batch' THEN
          SELECT b.* INTO STRICT batch FROM phasegate.backfill_batch(rollout, step, expressions, leader, place, alias, path, assignments, pending, one_by_one, waits) AS b;
          there := batch.there;
        ELSE
          remaining := phasegate.backfill_left(relation, alias, path, pending, action = 'proof');
      END CASE;
    EXCEPTION WHEN OTHERS THEN
      GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, reason = MESSAGE_TEXT, details = PG_EXCEPTION_DETAIL, advice = PG_EXCEPTION_HINT;
      verdict := phasegate.backfill_judge(code);
    END;
    IF action = 'batch' AND pg_catalog.clock_timestamp() > asked + interval '0.2 s' THEN
      waited_for := COALESCE((throttle -> 'lock_waiters')::boolean, true) AND phasegate.backfill_is_waited_for();
      asked := pg_catalog.clock_timestamp();
      -- Somebody waits for one of these rows right now: rows of the next batches are held for less time.
      target_ms := CASE WHEN waited_for THEN GREATEST(LEAST(2, batch_ms), target_ms / 2) ELSE LEAST(batch_ms, target_ms * 1.2) END;
    END IF;
    -- Without the COMMIT: where that is slow (synchronous standbys), smaller batches would not make it faster.
    took_ms := 1000 * EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() - began);
    IF verdict = 'done' THEN
      COMMIT;
    ELSE
      ROLLBACK;
    END IF;
    PERFORM phasegate.backfill_begin(lock_key, leader);

    IF verdict = 'again' AND pg_catalog.clock_timestamp() - COALESCE(trouble, began) < patience THEN
      trouble := COALESCE(trouble, began);
      attempts := attempts + 1;
      place.batch_pages := GREATEST(1, place.batch_pages / 2);
      place.batch_rows := GREATEST(1, place.batch_rows / 2);
      CALL phasegate.backfill_sleep(LEAST(2, 0.02 * 2 ^ LEAST(attempts, 10)) * (0.5 + pg_catalog.random()), lock_key, leader);
      CONTINUE;
    ELSIF verdict = 'row' AND action = 'batch' AND NOT one_by_one THEN
      -- First narrow the batch down, so that few rows have to be tried one at a time.
      one_by_one := COALESCE(place.batch_pages = 1 AND place.batch_rows <= 64, false);
      place.batch_pages := 1;
      place.batch_rows := LEAST(place.batch_rows, 64);
      CONTINUE;
    ELSIF verdict <> 'done' THEN
      IF leader IS NULL THEN
        PERFORM phasegate.backfill_record(rollout, step, 'stopped', reason);
        COMMIT;
        PERFORM phasegate.backfill_begin(lock_key, leader);
      END IF;
      RAISE EXCEPTION 'backfill %: %', step, reason
        USING ERRCODE = code,
              DETAIL = COALESCE(NULLIF(details, ''), pg_catalog.format('%s WHERE %s', phasegate.backfill_command(phasegate.backfill_name(relation), alias, assignments), pending)),
              HINT = CASE WHEN verdict = 'again' THEN pg_catalog.format('Lock conflicts for longer than %s; see pg_blocking_pids. CALL again: it goes on where it stopped.', patience)
                          ELSE COALESCE(NULLIF(advice, ''), 'Mend the cause, then CALL again: it goes on where it stopped.') END;
    END IF;
    trouble := NULL;
    attempts := 0;

    IF action = 'batch' AND there = 'batch' THEN
      place := batch.place;
      factor := LEAST(2, GREATEST(0.5, target_ms / GREATEST(0.1, took_ms)));
      -- The limit that ended the batch moves: that of rows while a batch is one page, else that of pages.
      IF place.batch_pages = 1 AND (batch.full_batch OR factor < 1) AND NOT waits THEN
        place.batch_rows := LEAST(10000, GREATEST(1, pg_catalog.floor(place.batch_rows * factor)));
      ELSIF NOT waits THEN
        place.batch_pages := LEAST(16384, GREATEST(1, pg_catalog.floor(place.batch_pages * factor)));
      END IF;
      one_by_one := false;
      IF throttle ? 'load_percent' THEN  -- of the whole time, the COMMIT included
        CALL phasegate.backfill_sleep(EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() - began) * (100 / (throttle ->> 'load_percent')::double precision - 1), lock_key, leader);
      END IF;
    ELSIF leader IS NOT NULL THEN
      -- Nothing to take, now or any more. Whoever leads says so in the cursors; that it is in no transaction twenty times running says it too.
      EXIT WHEN EXISTS (SELECT FROM phasegate.backfill_progress p
                         WHERE p.rollout = backfill.rollout AND p.step = backfill.step AND p.state <> 'running' AND p.updated_at > called);
      idle := CASE WHEN (SELECT s.at_work FROM phasegate.backfill_status s WHERE s.rollout = backfill.rollout AND s.step = backfill.step) THEN 0 ELSE idle + 1 END;
      EXIT WHEN idle > 20;
      CALL phasegate.backfill_sleep(0.1, lock_key, leader);
    ELSIF action = 'batch' AND there = 'none' THEN
      action := 'proof';
    ELSIF action = 'batch' THEN
      CALL phasegate.backfill_sleep(0.02, lock_key, leader);
      IF there = 'moved' THEN
        resume := true;
        again := true;
        action := 'open';
      END IF;
    ELSIF action = 'look' THEN
      EXIT WHEN remaining = 0 AND EXISTS (SELECT FROM phasegate.backfill_progress p WHERE p.rollout = backfill.rollout AND p.step = backfill.step);
      remaining := NULLIF(remaining, 1);
      action := 'open';
      CONTINUE;
    ELSIF remaining = 0 THEN
      EXIT;
    ELSIF action = 'proof' THEN
      SELECT pg_catalog.count(*) INTO aside FROM phasegate.quarantine q WHERE q.rollout = backfill.rollout AND q.step = backfill.step;
      EXIT WHEN remaining <= aside OR passes >= max_passes;
      CALL phasegate.backfill_sleep(LEAST(30, 0.1 * 2 ^ passes), lock_key, leader);
      passes := passes + 1;
      pass := pass + 1;
      waits := remaining <= 100;
      again := true;
      remaining := NULL;
      action := 'open';
      CONTINUE;
    ELSIF action = 'open' THEN
      action := 'batch';
    END IF;
    said := phasegate.backfill_tell(rollout, step, leader, false, said);
  END LOOP;

  IF leader IS NOT NULL THEN
    RETURN;
  ELSIF remaining = 0 THEN
    PERFORM phasegate.backfill_record(rollout, step, 'done', NULL);
    PERFORM phasegate.backfill_tell(rollout, step, leader, true, said);
    RETURN;
  END IF;
  reason := CASE WHEN aside > 0 THEN pg_catalog.format('rows left: %s, of these set aside because they cannot be filled: %s', remaining, aside)
                 ELSE pg_catalog.format('rows left after %s passes: %s', passes, remaining) END;
  PERFORM phasegate.backfill_record(rollout, step, 'failed', reason);
  COMMIT;
  PERFORM phasegate.backfill_begin(lock_key, leader);
  RAISE EXCEPTION 'backfill %: %', step, reason
    USING ERRCODE = CASE WHEN aside > 0 THEN '22000' ELSE '55000' END,
          HINT = CASE WHEN aside > 0
                   THEN pg_catalog.format('SELECT * FROM phasegate.quarantine WHERE rollout = %L AND step = %L; mend these rows, then CALL again.', rollout, step)
                   ELSE pg_catalog.format('Somebody keeps them locked, or writes them without filling them (is the sync trigger there?): '
                                          'SELECT * FROM %s WHERE %s; then CALL again.', phasegate.backfill_name(relation), pending) END;
END;
$backfill$;
