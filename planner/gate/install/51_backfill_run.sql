-- The run of a backfill: state and progress for people, leave to commit, and CALL phasegate.backfill itself. Its parts are in the file before.

-- Writes the state of a step to all its cursors.
CREATE OR REPLACE FUNCTION phasegate.backfill_record(rollout text, step text, state text, message text) RETURNS void
LANGUAGE plpgsql AS $record$
#variable_conflict use_column
BEGIN
  UPDATE phasegate.backfill_progress p
     SET state = backfill_record.state, message = backfill_record.message, updated_at = pg_catalog.clock_timestamp(),
         finished_at = CASE WHEN backfill_record.state = 'done' THEN pg_catalog.clock_timestamp() END,
         next_page = CASE WHEN backfill_record.state = 'done' THEN p.last_page + 1 ELSE p.next_page END
   WHERE p.rollout = backfill_record.rollout AND p.step = backfill_record.step;
  IF backfill_record.state = 'done' THEN
    DELETE FROM phasegate.quarantine q WHERE q.rollout = backfill_record.rollout AND q.step = backfill_record.step;
  END IF;
END;
$record$;

-- One line on how far a step is.
CREATE OR REPLACE FUNCTION phasegate.backfill_line(rollout text, step text) RETURNS text
LANGUAGE plpgsql AS $line$
#variable_conflict use_column
BEGIN
  RETURN (SELECT pg_catalog.format('backfill %s: %s rows, %s %% of pages, pass %s%s', backfill_line.step, COALESCE(pg_catalog.sum(p.rows_done), 0),
                                   COALESCE(pg_catalog.trunc(100.0 * pg_catalog.sum(p.next_page) / NULLIF(pg_catalog.sum(p.last_page + 1), 0)), 100),
                                   pg_catalog.max(p.pass), CASE WHEN pg_catalog.bool_or(p.paused) THEN ', paused' END)
            FROM phasegate.backfill_progress p WHERE p.rollout = backfill_line.rollout AND p.step = backfill_line.step);
END;
$line$;

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

-- Sleeps in slices of at most a second, each in a transaction of its own, so that no snapshot is held.
CREATE OR REPLACE PROCEDURE phasegate.backfill_sleep(seconds double precision, lock_key bigint)
LANGUAGE plpgsql AS $sleep$
DECLARE
  rest double precision := seconds;
BEGIN
  WHILE rest > 0 LOOP
    PERFORM pg_catalog.pg_sleep(LEAST(rest, 1));
    rest := rest - 1;
    COMMIT;
    PERFORM phasegate.backfill_begin(lock_key);
  END LOOP;
END;
$sleep$;

-- Fills the rows of `target` that match `pending` by the SET list `assignments`.
CREATE OR REPLACE PROCEDURE phasegate.backfill(rollout text, step text, target text, assignments text, pending text,
                                               batch_ms integer DEFAULT 100, max_passes integer DEFAULT 10)
LANGUAGE plpgsql AS $backfill$
#variable_conflict use_column
DECLARE
  path        text := pg_catalog.current_setting('search_path');
  lock_key    bigint := pg_catalog.hashtextextended(pg_catalog.concat_ws(E'\n', 'phasegate.backfill', rollout, step), 0);
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
  PERFORM phasegate.backfill_begin(lock_key);
  IF backfill.rollout IS NULL OR backfill.step IS NULL OR target IS NULL OR assignments IS NULL OR pending IS NULL
     OR batch_ms IS NULL OR batch_ms < 1 OR max_passes IS NULL OR max_passes < 1 THEN
    RAISE EXCEPTION 'phasegate.backfill: no argument may be NULL, batch_ms and max_passes are at least 1' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF pg_catalog.current_setting('statement_timeout') <> '0' THEN
    RAISE WARNING 'statement_timeout = % counts for the whole backfill', pg_catalog.current_setting('statement_timeout')
      USING HINT = 'SET statement_timeout = 0 before the CALL.';
  END IF;
  SELECT c.relname INTO STRICT alias FROM pg_catalog.pg_class c WHERE c.oid = relation;
  PERFORM phasegate.backfill_sees_all(relation || phasegate.backfill_leaves(relation));

  SELECT pg_catalog.max(p.pass) INTO pass FROM phasegate.backfill_progress p
   WHERE p.rollout = backfill.rollout AND p.step = backfill.step AND p.fingerprint = expressions AND p.state IN ('running', 'stopped');
  resume := pass IS NOT NULL;
  again := resume;
  pass := COALESCE(pass, 1);
  action := CASE WHEN resume THEN 'open' ELSE 'look' END;

  LOOP
    IF (SELECT pg_catalog.bool_or(p.paused) FROM phasegate.backfill_progress p WHERE p.rollout = backfill.rollout AND p.step = backfill.step) THEN
      IF pg_catalog.clock_timestamp() - said > interval '5 s' THEN
        RAISE NOTICE '%', phasegate.backfill_line(rollout, step);
        said := pg_catalog.clock_timestamp();
      END IF;
      CALL phasegate.backfill_sleep(1, lock_key);
      CONTINUE;
    END IF;

    -- What one transaction does. COMMIT and ROLLBACK are not allowed in a block that catches, so they follow it.
    began := pg_catalog.clock_timestamp();
    verdict := 'done';
    BEGIN
      CASE action
        WHEN 'open' THEN
          PERFORM phasegate.backfill_open_pass(rollout, step, relation, expressions, pass, resume, again);
        WHEN 'batch' THEN
          SELECT b.* INTO STRICT batch FROM phasegate.backfill_batch(place, alias, path, assignments, pending, one_by_one, waits) AS b;
        ELSE
          remaining := phasegate.backfill_left(relation, alias, path, pending, action = 'proof');
      END CASE;
    EXCEPTION WHEN OTHERS THEN
      GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, reason = MESSAGE_TEXT, details = PG_EXCEPTION_DETAIL, advice = PG_EXCEPTION_HINT;
      verdict := phasegate.backfill_judge(code);
    END;
    -- Without the COMMIT: where that is slow (synchronous standbys), smaller batches would not make it faster.
    took_ms := 1000 * EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() - began);
    IF verdict = 'done' THEN
      COMMIT;
    ELSE
      ROLLBACK;
    END IF;
    PERFORM phasegate.backfill_begin(lock_key);

    IF verdict = 'again' AND pg_catalog.clock_timestamp() - COALESCE(trouble, began) < patience THEN
      trouble := COALESCE(trouble, began);
      attempts := attempts + 1;
      place.batch_pages := GREATEST(1, place.batch_pages / 2);
      place.batch_rows := GREATEST(1, place.batch_rows / 2);
      CALL phasegate.backfill_sleep(LEAST(2, 0.02 * 2 ^ LEAST(attempts, 10)) * (0.5 + pg_catalog.random()), lock_key);
      CONTINUE;
    ELSIF verdict = 'row' AND action = 'batch' AND NOT one_by_one THEN
      -- First narrow the batch down, so that few rows have to be tried one at a time.
      one_by_one := place.batch_rows <= 64;
      place.batch_rows := LEAST(place.batch_rows, 64);
      CONTINUE;
    ELSIF verdict <> 'done' THEN
      PERFORM phasegate.backfill_record(rollout, step, 'stopped', reason);
      COMMIT;
      PERFORM phasegate.backfill_begin(lock_key);
      RAISE EXCEPTION 'backfill %: %', step, reason
        USING ERRCODE = code,
              DETAIL = COALESCE(NULLIF(details, ''), pg_catalog.format('UPDATE %s SET %s WHERE %s', phasegate.backfill_name(relation), assignments, pending)),
              HINT = CASE WHEN verdict = 'again' THEN pg_catalog.format('Lock conflicts for longer than %s; see pg_blocking_pids. CALL again: it goes on where it stopped.', patience)
                          ELSE COALESCE(NULLIF(advice, ''), 'Mend the cause, then CALL again: it goes on where it stopped.') END;
    END IF;
    trouble := NULL;
    attempts := 0;

    IF action = 'batch' THEN
      place := batch.place;
      factor := LEAST(2, GREATEST(0.5, batch_ms / GREATEST(0.1, took_ms)));
      -- Too slow: both limits shrink. Fast enough: the one that ended the batch grows.
      IF NOT waits AND (factor < 1 OR batch.full_batch) THEN
        place.batch_rows := LEAST(100000, GREATEST(1, pg_catalog.floor(place.batch_rows * factor)));
      END IF;
      IF factor < 1 OR NOT batch.full_batch THEN
        place.batch_pages := LEAST(16384, GREATEST(1, pg_catalog.floor(place.batch_pages * factor)));
      END IF;
      one_by_one := false;
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
      CALL phasegate.backfill_sleep(LEAST(30, 0.1 * 2 ^ passes), lock_key);
      passes := passes + 1;
      pass := pass + 1;
      waits := remaining <= 100;
      again := true;
      remaining := NULL;
      action := 'open';
      CONTINUE;
    END IF;

    -- Where the next batch goes; without a place left, the proof decides.
    IF place.next_page IS NULL OR place.next_page > place.last_page OR action <> 'batch' THEN
      SELECT p.* INTO place FROM phasegate.backfill_progress p
       WHERE p.rollout = backfill.rollout AND p.step = backfill.step AND p.next_page <= p.last_page
       ORDER BY p.leaf COLLATE "C" LIMIT 1;
      action := CASE WHEN FOUND THEN 'batch' ELSE 'proof' END;
    END IF;
    IF pg_catalog.clock_timestamp() - said > interval '5 s' THEN
      RAISE NOTICE '%', phasegate.backfill_line(rollout, step);
      said := pg_catalog.clock_timestamp();
    END IF;
  END LOOP;

  IF remaining = 0 THEN
    PERFORM phasegate.backfill_record(rollout, step, 'done', NULL);
    RAISE NOTICE '%', phasegate.backfill_line(rollout, step);
    RETURN;
  END IF;
  reason := CASE WHEN aside > 0 THEN pg_catalog.format('rows left: %s, of these set aside because they cannot be filled: %s', remaining, aside)
                 ELSE pg_catalog.format('rows left after %s passes: %s', passes, remaining) END;
  PERFORM phasegate.backfill_record(rollout, step, 'failed', reason);
  COMMIT;
  PERFORM phasegate.backfill_begin(lock_key);
  RAISE EXCEPTION 'backfill %: %', step, reason
    USING ERRCODE = CASE WHEN aside > 0 THEN '22000' ELSE '55000' END,
          HINT = CASE WHEN aside > 0
                   THEN pg_catalog.format('SELECT * FROM phasegate.quarantine WHERE rollout = %L AND step = %L; mend these rows, then CALL again.', rollout, step)
                   ELSE pg_catalog.format('Somebody keeps them locked, or writes them without filling them (is the sync trigger there?): '
                                          'SELECT * FROM %s WHERE %s; then CALL again.', phasegate.backfill_name(relation), pending) END;
END;
$backfill$;
