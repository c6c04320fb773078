-- The parts of the batched backfill that runs in the server (the run itself is in 51_backfill_run.sql): CALL phasegate.backfill(…) fills what an expand phase added, batch by batch, each in a
-- transaction of its own, and phasegate.backfill_pending(…) counts what is left. Idempotent; PostgreSQL 13 and later.
--
-- How it works. Each leaf table is walked in page (ctid) ranges up to the size that it had at the start of the pass. A batch takes its rows
-- with FOR NO KEY UPDATE SKIP LOCKED, so it never waits for a row while it holds others, and then updates exactly the versions that it has
-- locked, computing every value from the row itself. Rows that somebody else had locked, or that moved, are left to the next pass; when few
-- are left they are taken one at a time, waiting for each. The cursor only saves work; whether the backfill is done is decided by the proof alone: no row matches `pending`.
--
-- What a file that calls it must know. The CALL is a statement of its own, outside a transaction (it commits). statement_timeout counts for
-- the whole CALL, so the file sets it to 0 before. Expressions are resolved with the search_path at the time of the CALL; columns in them are
-- unqualified, or qualified by the name of the target table. User triggers may ask current_setting('phasegate.backfill', true) = 'on'.
-- Settings read: phasegate.lock_timeout (500ms), phasegate.backfill_patience (5min: how long lock conflicts in a row are borne).

CREATE SCHEMA IF NOT EXISTS phasegate;

CREATE TABLE IF NOT EXISTS phasegate.backfill_progress (
  rollout           text NOT NULL,
  step              text NOT NULL,
  leaf              text NOT NULL,
  fingerprint       text NOT NULL,
  relfilenode       oid,
  system_identifier bigint,
  next_page         bigint NOT NULL DEFAULT 0,
  next_item         integer NOT NULL DEFAULT 0,
  last_page         bigint NOT NULL DEFAULT -1,
  rows_done         bigint NOT NULL DEFAULT 0,
  pass              integer NOT NULL DEFAULT 1,
  batch_pages       integer NOT NULL DEFAULT 8,
  batch_rows        integer NOT NULL DEFAULT 100,
  paused            boolean NOT NULL DEFAULT false,
  state             text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'stopped', 'failed', 'done')),
  message           text,
  started_at        timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  updated_at        timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  finished_at       timestamptz,
  PRIMARY KEY (rollout, step, leaf)
) WITH (fillfactor = 50);

COMMENT ON TABLE phasegate.backfill_progress IS
  'Cursors of backfills, one row per leaf table. UPDATE … SET paused = true holds a backfill between two batches. Never a proof of completion.';
GRANT SELECT ON phasegate.backfill_progress TO PUBLIC;

COMMENT ON COLUMN phasegate.backfill_progress.state IS
  'running; stopped (the next CALL goes on at the cursor); failed (the next CALL starts over); done';

CREATE TABLE IF NOT EXISTS phasegate.quarantine (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rollout  text NOT NULL,
  step     text NOT NULL,
  target   text NOT NULL,
  key      jsonb NOT NULL,
  sqlstate text NOT NULL,
  message  text NOT NULL,
  at       timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

CREATE INDEX IF NOT EXISTS quarantine_step_idx ON phasegate.quarantine (rollout, step);

COMMENT ON TABLE phasegate.quarantine IS 'Rows that a backfill could not fill, by primary key (ctid where there is none), with the reason';

-- First statement of every transaction of a backfill: its settings (COMMIT ended the last ones) and its lock against a second CALL.
CREATE OR REPLACE FUNCTION phasegate.backfill_begin(lock_key bigint) RETURNS void
LANGUAGE plpgsql AS $begin$
BEGIN
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  PERFORM pg_catalog.set_config('row_security', 'off', true);
  PERFORM pg_catalog.set_config('lock_timeout', COALESCE(NULLIF(pg_catalog.current_setting('phasegate.lock_timeout', true), ''), '500ms'), true);
  PERFORM pg_catalog.set_config('synchronize_seqscans', 'off', true);
  PERFORM pg_catalog.set_config('jit', 'off', true);  -- each batch is planned anew, and compiling would cost more than it runs
  PERFORM pg_catalog.set_config('phasegate.backfill', 'on', true);
  IF pg_catalog.current_setting('is_superuser') = 'on' THEN
    -- In a deadlock with the application, the batch is the one that finds it and gives way.
    PERFORM pg_catalog.set_config('deadlock_timeout', '100ms', true);
  END IF;
  IF pg_catalog.current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a backfill needs READ COMMITTED, and this session runs %', pg_catalog.current_setting('transaction_isolation')
      USING ERRCODE = 'invalid_transaction_state', HINT = 'SET default_transaction_isolation = ''read committed'' before the CALL.';
  END IF;
  IF pg_catalog.current_setting('transaction_read_only') = 'on' THEN
    RAISE EXCEPTION 'a backfill cannot run in a read-only session'
      USING ERRCODE = 'read_only_sql_transaction', HINT = 'The gate of this phase is shut, or this is a standby.';
  END IF;
  IF NOT pg_catalog.pg_try_advisory_xact_lock(lock_key) THEN
    RAISE EXCEPTION 'another session runs the same step of this backfill'
      USING ERRCODE = 'object_in_use', HINT = 'Wait for it, or end that session; then CALL again: it goes on where the other one stopped.';
  END IF;
END;
$begin$;

-- The tables with rows of their own below a table, in the order of their names. Raises for what has no pages to walk.
CREATE OR REPLACE FUNCTION phasegate.backfill_leaves(target oid) RETURNS oid[]
LANGUAGE plpgsql AS $leaves$
DECLARE
  leaves oid[];
  odd    text;
BEGIN
  WITH RECURSIVE tree (oid) AS (
    SELECT target
    UNION
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON tree.oid = i.inhparent
  )
  SELECT pg_catalog.array_agg(c.oid ORDER BY n.nspname, c.relname) FILTER (WHERE c.relkind = 'r'),
         pg_catalog.min(c.oid::pg_catalog.regclass::text) FILTER (WHERE c.relkind NOT IN ('r', 'p') OR (c.relkind = 'r' AND a.amname <> 'heap'))
    INTO leaves, odd
    FROM tree
    JOIN pg_catalog.pg_class c ON c.oid = tree.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam;
  IF odd IS NOT NULL THEN
    RAISE EXCEPTION 'cannot backfill %: it is not a table stored as a heap', odd
      USING ERRCODE = 'wrong_object_type', HINT = 'Backfill it by a step of its own, where its rows are stored.';
  END IF;
  RETURN COALESCE(leaves, '{}');
END;
$leaves$;

-- Raises when row security would hide rows of any of the tables from the current role; an unfilled row that nobody sees is lost at contract.
CREATE OR REPLACE FUNCTION phasegate.backfill_sees_all(tables oid[]) RETURNS void
LANGUAGE plpgsql AS $sees_all$
DECLARE
  item oid;
BEGIN
  FOREACH item IN ARRAY tables LOOP
    IF pg_catalog.row_security_active(item) THEN
      RAISE EXCEPTION 'row security of table % hides rows from role %', item::pg_catalog.regclass, current_user
        USING ERRCODE = 'insufficient_privilege', HINT = 'Run the backfill as a role with BYPASSRLS.';
    END IF;
  END LOOP;
END;
$sees_all$;

-- Quoted and qualified name of a table; NULL when it is gone.
CREATE OR REPLACE FUNCTION phasegate.backfill_name(relation oid) RETURNS text
LANGUAGE sql STABLE AS $name$
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
   WHERE c.oid OPERATOR(pg_catalog.=) relation
$name$;

-- Whether a server can scan a ctid range (14 and later).
CREATE OR REPLACE FUNCTION phasegate.backfill_has_tid_range() RETURNS boolean
LANGUAGE sql STABLE AS $has_tid_range$
  SELECT pg_catalog.current_setting('server_version_num')::integer OPERATOR(pg_catalog.>=) 140000
     AND pg_catalog.current_setting('phasegate.no_tid_range', true) IS DISTINCT FROM 'on'
$has_tid_range$;

-- Rows of `target` that still match `pending`. Both are resolved with the caller's search_path; raises where row security hides rows.
CREATE OR REPLACE FUNCTION phasegate.backfill_pending(target text, pending text) RETURNS bigint
LANGUAGE plpgsql SET row_security = off AS $pending$
DECLARE
  relation oid := target::pg_catalog.regclass;
  alias    text;
  result   bigint;
BEGIN
  SELECT c.relname INTO STRICT alias FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) relation;
  EXECUTE pg_catalog.format(E'SELECT pg_catalog.count(*) FROM %s AS %I WHERE (%s\n)', phasegate.backfill_name(relation), alias, pending)
     INTO result;
  RETURN result;
END;
$pending$;

-- SQL condition: ctid lies from (from_page, from_item) up to, not including, to_page.
CREATE OR REPLACE FUNCTION phasegate.backfill_range(alias text, from_page bigint, from_item integer, to_page bigint) RETURNS text
LANGUAGE plpgsql AS $range$
BEGIN
  IF phasegate.backfill_has_tid_range() THEN
    RETURN pg_catalog.format('%1$I.ctid OPERATOR(pg_catalog.>=) %2$L::pg_catalog.tid AND %1$I.ctid OPERATOR(pg_catalog.<) %3$L::pg_catalog.tid',
                             alias, pg_catalog.format('(%s,%s)', from_page, from_item), pg_catalog.format('(%s,0)', to_page));
  END IF;
  -- Before 14 there is no scan of a ctid range, but one of listed ctids: list every item that a page can hold.
  RETURN pg_catalog.format(
    '%I.ctid OPERATOR(pg_catalog.=) ANY (ARRAY('
    'SELECT pg_catalog.format(''(%%s,%%s)'', page, item)::pg_catalog.tid'
    ' FROM pg_catalog.generate_series(%s::bigint, %s::bigint) AS page, pg_catalog.generate_series(1, %s) AS item'
    ' WHERE page OPERATOR(pg_catalog.>) %s::bigint OR item OPERATOR(pg_catalog.>=) %s))',
    alias, from_page, to_page - 1, (pg_catalog.current_setting('block_size')::integer - 24) / 28, from_page, from_item);
END;
$range$;

-- Locks and returns at most `row_limit` rows of the range that are pending and that nobody else holds, in physical order where the plan gives it.
CREATE OR REPLACE FUNCTION phasegate.backfill_take(leaf text, alias text, range text, path text, pending text, row_limit integer) RETURNS tid[]
LANGUAGE plpgsql AS $take$
DECLARE
  taken tid[];
BEGIN
  PERFORM pg_catalog.set_config('search_path', path, true);
  EXECUTE pg_catalog.format(E'SELECT ARRAY(SELECT %1$I.ctid FROM ONLY %2$s AS %1$I WHERE %3$s AND (%4$s\n)'
                            ' LIMIT %5$s FOR NO KEY UPDATE OF %1$I SKIP LOCKED)', alias, leaf, range, pending, row_limit)
     INTO taken;
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  RETURN taken;
END;
$take$;

-- Waits for one row, at most lock_timeout, while no other row is held: for rows that somebody else has locked in each pass. The row is found
-- again by its primary key, since its version changes while we wait. Returns '{}' when it is filled meanwhile, gone, or still locked.
CREATE OR REPLACE FUNCTION phasegate.backfill_wait_for(relation oid, leaf text, alias text, path text, pending text, wanted tid) RETURNS tid[]
LANGUAGE plpgsql AS $wait_for$
DECLARE
  taken  tid[];
  by_key text;
BEGIN
  SELECT pg_catalog.format('ROW(%1$s) = (SELECT %1$s FROM ONLY %2$s AS %3$I WHERE %3$I.ctid OPERATOR(pg_catalog.=) $1)',
                           pg_catalog.string_agg(pg_catalog.format('%I.%I', alias, a.attname), ', ' ORDER BY a.attnum), leaf, alias)
    INTO by_key
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
   WHERE i.indrelid = relation AND i.indisprimary
  HAVING pg_catalog.count(*) > 0;
  by_key := COALESCE(by_key, pg_catalog.format('%I.ctid OPERATOR(pg_catalog.=) $1', alias));
  PERFORM pg_catalog.set_config('search_path', path, true);
  BEGIN
    EXECUTE pg_catalog.format(E'SELECT ARRAY(SELECT %1$I.ctid FROM ONLY %2$s AS %1$I WHERE %3$s AND (%4$s\n) FOR NO KEY UPDATE OF %1$I)',
                              alias, leaf, by_key, pending)
       INTO taken USING wanted;
  EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    taken := '{}';
  END;
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  RETURN taken;
END;
$wait_for$;

-- The first pending row of a range, not locked; NULL when there is none.
CREATE OR REPLACE FUNCTION phasegate.backfill_first(leaf text, alias text, range text, path text, pending text) RETURNS tid
LANGUAGE plpgsql AS $first$
DECLARE
  result tid;
BEGIN
  PERFORM pg_catalog.set_config('search_path', path, true);
  EXECUTE pg_catalog.format(E'SELECT %1$I.ctid FROM ONLY %2$s AS %1$I WHERE %3$s AND (%4$s\n) LIMIT 1', alias, leaf, range, pending) INTO result;
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  RETURN result;
END;
$first$;

-- Updates rows that backfill_take has locked, and returns how many. They are the newest versions and stay so until the transaction ends, so
-- the values come from what is really there. Raises when the update leaves a row pending: it would be written again in every pass.
CREATE OR REPLACE FUNCTION phasegate.backfill_apply(leaf text, alias text, range text, path text, assignments text, pending text, taken tid[])
RETURNS bigint
LANGUAGE plpgsql AS $apply$
DECLARE
  changed    bigint;
  unsettled  tid[];
  unsettled_rows bigint;
BEGIN
  PERFORM pg_catalog.set_config('search_path', path, true);
  EXECUTE pg_catalog.format(E'WITH changed AS (UPDATE ONLY %2$s AS %1$I SET %4$s\n WHERE %3$s AND %1$I.ctid OPERATOR(pg_catalog.=) ANY ($1)'
                            ' AND (%5$s\n) RETURNING %1$I.ctid AS item, (%5$s\n) AS still)'
                            ' SELECT pg_catalog.count(*), pg_catalog.array_agg(item) FILTER (WHERE still) FROM changed',
                            alias, leaf, CASE WHEN phasegate.backfill_has_tid_range() THEN range ELSE 'true' END, assignments, pending)
     INTO changed, unsettled USING taken;
  -- Constraints that wait for COMMIT must fail here, where the failure can be told from the rest.
  SET CONSTRAINTS ALL IMMEDIATE;
  IF unsettled IS NOT NULL THEN
    -- RETURNING does not see what triggers did in this statement; a statement of its own does.
    EXECUTE pg_catalog.format(E'SELECT pg_catalog.count(*) FROM ONLY %2$s AS %1$I WHERE %1$I.ctid OPERATOR(pg_catalog.=) ANY ($1) AND (%3$s\n)',
                              alias, leaf, pending)
       INTO unsettled_rows USING unsettled;
    IF unsettled_rows > 0 THEN
      RAISE EXCEPTION 'the row is still pending after its update'
        USING ERRCODE = 'raise_exception', HINT = 'The assignments must give every pending row a value that is no longer pending.';
    END IF;
  END IF;
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  RETURN changed;
END;
$apply$;

-- What to do about an error: 'again' (a lock conflict), 'stop' (the statement, the rights or the server), or 'row' (the data of some row).
CREATE OR REPLACE FUNCTION phasegate.backfill_judge(state text) RETURNS text
LANGUAGE sql IMMUTABLE AS $judge$
  SELECT CASE
    WHEN pg_catalog.left(state, 2) OPERATOR(pg_catalog.=) '40' OR state OPERATOR(pg_catalog.=) '55P03' THEN 'again'
    WHEN pg_catalog.left(state, 2) OPERATOR(pg_catalog.=) ANY
         (ARRAY['08', '0A', '25', '26', '28', '2D', '3D', '3F', '42', '53', '55', '57', '58', '72', 'F0', 'XX']) THEN 'stop'
    ELSE 'row'
  END
$judge$;

-- SQL expression for the key of a row: its primary key, else where it lies.
CREATE OR REPLACE FUNCTION phasegate.backfill_key(relation oid, alias text) RETURNS text
LANGUAGE sql STABLE AS $key$
  SELECT COALESCE(
    (SELECT pg_catalog.format('pg_catalog.jsonb_build_object(%s)',
                              pg_catalog.string_agg(pg_catalog.format('%L, %I.%I', a.attname, alias, a.attname), ', ' ORDER BY k.position))
       FROM pg_catalog.pg_index i
      CROSS JOIN LATERAL pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k (attnum, position)
       JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid AND a.attnum OPERATOR(pg_catalog.=) k.attnum
      WHERE i.indrelid OPERATOR(pg_catalog.=) relation AND i.indisprimary AND k.position OPERATOR(pg_catalog.<=) i.indnkeyatts
     HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 0),
    pg_catalog.format('pg_catalog.jsonb_build_object(''ctid'', %I.ctid::pg_catalog.text)', alias))
$key$;

-- Updates locked rows one at a time and sets aside, with its reason, each row that fails on its data. Returns the number of rows updated.
CREATE OR REPLACE FUNCTION phasegate.backfill_one_by_one(rollout text, step text, relation oid, leaf text, alias text, range text, path text,
                                                         assignments text, pending text, taken tid[])
RETURNS bigint
LANGUAGE plpgsql AS $one_by_one$
#variable_conflict use_column
DECLARE
  item    tid;
  changed bigint := 0;
  row_key jsonb;
  reason  text;
  code    text;
BEGIN
  FOREACH item IN ARRAY taken LOOP
    BEGIN
      changed := changed + phasegate.backfill_apply(leaf, alias, range, path, assignments, pending, ARRAY[item]);
    EXCEPTION WHEN OTHERS THEN
      GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, reason = MESSAGE_TEXT;
      IF phasegate.backfill_judge(code) <> 'row' THEN
        RAISE;
      END IF;
      EXECUTE pg_catalog.format('SELECT %s FROM ONLY %s AS %I WHERE %3$I.ctid OPERATOR(pg_catalog.=) $1',
                                phasegate.backfill_key(relation, alias), leaf, alias)
         INTO row_key USING item;
      INSERT INTO phasegate.quarantine (rollout, step, target, key, sqlstate, message)
      VALUES (backfill_one_by_one.rollout, backfill_one_by_one.step, leaf, row_key, code, reason);
    END;
  END LOOP;
  IF (SELECT pg_catalog.count(*) FROM phasegate.quarantine q
       WHERE q.rollout = backfill_one_by_one.rollout AND q.step = backfill_one_by_one.step) > 1000 THEN
    RAISE EXCEPTION 'more than 1000 rows cannot be filled; the last: % % (%)', leaf, row_key, reason
      USING ERRCODE = 'program_limit_exceeded', HINT = 'So many failures are a fault of the assignments, not of the rows.';
  END IF;
  RETURN changed;
END;
$one_by_one$;

-- The cursor of a leaf at the start of a pass: where the last CALL stopped when `resume` and nothing has changed underneath, else page 0.
CREATE OR REPLACE FUNCTION phasegate.backfill_open(rollout text, step text, relation oid, fingerprint text, pass integer, resume boolean,
                                                   again boolean)
RETURNS phasegate.backfill_progress
LANGUAGE plpgsql AS $open$
#variable_conflict use_column
DECLARE
  fresh  phasegate.backfill_progress;
  place phasegate.backfill_progress;
  system_id bigint;
BEGIN
  IF pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') THEN
    system_id := (SELECT c.system_identifier FROM pg_catalog.pg_control_system() c);
  END IF;
  SELECT p.* INTO place FROM phasegate.backfill_progress p
   WHERE p.rollout = backfill_open.rollout AND p.step = backfill_open.step AND p.leaf = phasegate.backfill_name(relation)
     FOR UPDATE;
  IF resume AND place.pass = backfill_open.pass AND place.fingerprint = backfill_open.fingerprint
     AND place.relfilenode = pg_catalog.pg_relation_filenode(relation)
     AND place.system_identifier IS NOT DISTINCT FROM system_id THEN
    fresh := place;
  ELSE
    fresh.next_page := 0;
    fresh.next_item := 0;
    fresh.last_page := pg_catalog.pg_relation_size(relation) / pg_catalog.current_setting('block_size')::bigint - 1;
    fresh.rows_done := CASE WHEN again THEN COALESCE(place.rows_done, 0) ELSE 0 END;
    fresh.started_at := CASE WHEN again THEN COALESCE(place.started_at, pg_catalog.clock_timestamp()) ELSE pg_catalog.clock_timestamp() END;
    fresh.batch_pages := COALESCE(place.batch_pages, 8);
    fresh.batch_rows := COALESCE(place.batch_rows, 100);
  END IF;
  INSERT INTO phasegate.backfill_progress AS p
         (rollout, step, leaf, fingerprint, relfilenode, system_identifier, next_page, next_item, last_page, rows_done, pass,
          batch_pages, batch_rows, state, started_at)
  VALUES (backfill_open.rollout, backfill_open.step, phasegate.backfill_name(relation), backfill_open.fingerprint,
          pg_catalog.pg_relation_filenode(relation), system_id, fresh.next_page, fresh.next_item, fresh.last_page, fresh.rows_done,
          backfill_open.pass, fresh.batch_pages, fresh.batch_rows, 'running', fresh.started_at)
  ON CONFLICT (rollout, step, leaf) DO UPDATE
     SET (fingerprint, relfilenode, system_identifier, next_page, next_item, last_page, rows_done, pass, batch_pages, batch_rows, state,
          message, started_at, updated_at, finished_at)
       = (excluded.fingerprint, excluded.relfilenode, excluded.system_identifier, excluded.next_page, excluded.next_item, excluded.last_page,
          excluded.rows_done, excluded.pass, excluded.batch_pages, excluded.batch_rows, 'running', NULL, excluded.started_at,
          pg_catalog.clock_timestamp(), NULL)
  RETURNING p.* INTO fresh;
  RETURN fresh;
END;
$open$;

-- One batch, within the caller's transaction: take, update, move the cursor. Returns the cursor after it. When the table was rewritten since
-- the cursor was opened, the batch only starts the cursor over. `full_batch`: the limit of rows ended the batch, not that of pages. A batch
-- that `waits` takes one row, waiting for it.
CREATE OR REPLACE FUNCTION phasegate.backfill_batch(INOUT place phasegate.backfill_progress, alias text, path text,
                                                    assignments text, pending text, one_by_one boolean, waits boolean,
                                                    OUT full_batch boolean)
LANGUAGE plpgsql AS $batch$
DECLARE
  range   text;
  to_page bigint := LEAST(place.next_page + place.batch_pages, place.last_page + 1);
  taken   tid[];
  changed bigint;
  last_item tid;
  relation  oid;
BEGIN
  full_batch := false;
  EXECUTE pg_catalog.format('LOCK TABLE ONLY %s IN ROW EXCLUSIVE MODE', place.leaf);
  relation := place.leaf::regclass;
  IF pg_catalog.pg_relation_filenode(relation) IS DISTINCT FROM place.relfilenode THEN
    place := phasegate.backfill_open(place.rollout, place.step, relation, place.fingerprint, place.pass, true, true);
    RETURN;
  END IF;
  range := phasegate.backfill_range(alias, place.next_page, place.next_item, to_page);
  IF waits THEN
    last_item := phasegate.backfill_first(place.leaf, alias, range, path, pending);
    full_batch := last_item IS NOT NULL;
    taken := CASE WHEN full_batch THEN phasegate.backfill_wait_for(relation, place.leaf, alias, path, pending, last_item) ELSE '{}' END;
    range := 'true';
  ELSE
    taken := phasegate.backfill_take(place.leaf, alias, range, path, pending, place.batch_rows);
    full_batch := pg_catalog.cardinality(taken) >= place.batch_rows;
    last_item := taken[pg_catalog.cardinality(taken)];
  END IF;
  IF pg_catalog.cardinality(taken) > 0 THEN
    IF one_by_one THEN
      changed := phasegate.backfill_one_by_one(place.rollout, place.step, relation, place.leaf, alias, range, path, assignments, pending, taken);
    ELSE
      changed := phasegate.backfill_apply(place.leaf, alias, range, path, assignments, pending, taken);
    END IF;
    place.rows_done := place.rows_done + changed;
  END IF;
  IF NOT full_batch THEN
    place.next_page := to_page;
    place.next_item := 0;
  ELSE
    place.next_page := (last_item::text::point)[0]::bigint;
    place.next_item := (last_item::text::point)[1]::integer + 1;
  END IF;
  UPDATE phasegate.backfill_progress p
     SET next_page = place.next_page, next_item = place.next_item, rows_done = place.rows_done, batch_pages = place.batch_pages,
         batch_rows = place.batch_rows, updated_at = pg_catalog.clock_timestamp()
   WHERE p.rollout = place.rollout AND p.step = place.step AND p.leaf = place.leaf;
END;
$batch$;

-- Opens a pass: cursors of all leaves, their upper bounds fixed now. Rows set aside before are tried again.
CREATE OR REPLACE FUNCTION phasegate.backfill_open_pass(rollout text, step text, relation oid, fingerprint text, pass integer, resume boolean,
                                                        again boolean)
RETURNS void
LANGUAGE plpgsql AS $open_pass$
#variable_conflict use_column
DECLARE
  leaves oid[] := phasegate.backfill_leaves(relation);
BEGIN
  PERFORM phasegate.backfill_sees_all(relation || leaves);
  DELETE FROM phasegate.quarantine q WHERE q.rollout = backfill_open_pass.rollout AND q.step = backfill_open_pass.step;
  DELETE FROM phasegate.backfill_progress p
   WHERE p.rollout = backfill_open_pass.rollout AND p.step = backfill_open_pass.step
     AND p.leaf <> ALL (ARRAY(SELECT phasegate.backfill_name(leaf) FROM pg_catalog.unnest(leaves) AS leaf));
  PERFORM phasegate.backfill_open(rollout, step, leaf, fingerprint, pass, resume, again) FROM pg_catalog.unnest(leaves) AS leaf;
END;
$open_pass$;

-- The proof: 0 when no row is pending, else their number, or 1 unless `counted`.
CREATE OR REPLACE FUNCTION phasegate.backfill_left(relation oid, alias text, path text, pending text, counted boolean) RETURNS bigint
LANGUAGE plpgsql AS $left$
DECLARE
  result bigint;
BEGIN
  PERFORM pg_catalog.set_config('search_path', path, true);
  EXECUTE pg_catalog.format(E'SELECT EXISTS (SELECT FROM %s AS %I WHERE (%s\n))::pg_catalog.int4', phasegate.backfill_name(relation), alias, pending)
     INTO result;
  IF result > 0 AND counted THEN
    result := phasegate.backfill_pending(phasegate.backfill_name(relation), pending);
  END IF;
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  RETURN result;
END;
$left$;

