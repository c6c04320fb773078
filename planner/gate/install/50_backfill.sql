-- The batched backfill that runs in the server: CALL phasegate.backfill(…) fills what an expand phase added, batch by batch, each in a
-- transaction of its own, and phasegate.backfill_pending(…) counts what is left. Here are its tables and the lookups that its parts share;
-- 51 has a batch and the cursors, 52 what holds it back (pause, throttle), 53 what people see of it, 54 the run. Idempotent; PostgreSQL 13 and later.
--
-- How it works. Each leaf table is cut into slices of pages, up to the size that it had at the start of the pass, and each slice is walked in
-- page (ctid) ranges. A batch holds the row of its slice in backfill_progress, takes its rows with FOR NO KEY UPDATE SKIP LOCKED, so it never
-- waits for a row while it holds others, and updates exactly the versions that it has locked, computing every value from the row itself.
-- Rows that somebody else had locked, or that moved, are left to the next pass; when few are left they are taken one at a time, waiting for
-- each. The cursor only saves work; whether the backfill is done is decided by the proof alone: no row matches `pending`.
--
-- The first pass walks each stripe of 1024 pages four times, and takes a quarter of the rows each time. The versions that one sweep has left
-- behind are pruned when the next one reads the page, so three quarters of the rows are written into their own page: the table grows by a
-- third of what one UPDATE of all rows needs, and where no changed column is indexed, the indexes are left alone (heap-only updates).
--
-- Several sessions. One session leads: it opens passes and asks the proof. Others may work for it (phasegate.backfill_leader names it, see 54).
-- Which slice a session works on is decided anew for each batch, by the lock of the slice's row: nothing is owned for longer, so a session
-- that is killed leaves nothing behind.
--
-- What a file that calls it must know. The CALL is a statement of its own, outside a transaction (it commits). statement_timeout counts for
-- the whole CALL, so the file sets it to 0 before. Expressions are resolved with the search_path at the time of the CALL; columns in them are
-- unqualified, or qualified by the name of the target table. User triggers may ask current_setting('phasegate.backfill', true) = 'on'.
-- Settings read: phasegate.lock_timeout (500ms), phasegate.backfill_patience (5min: how long lock conflicts in a row are borne),
-- phasegate.backfill_sweeps (off: the first pass is like the others), phasegate.backfill_quiet (on: no line of progress; whoever set it looks at phasegate.backfill_status).

CREATE SCHEMA IF NOT EXISTS phasegate;

CREATE TABLE IF NOT EXISTS phasegate.backfill_progress (
  rollout           text NOT NULL,
  step              text NOT NULL,
  leaf              text NOT NULL,
  slice             integer NOT NULL DEFAULT 0,
  fingerprint       text NOT NULL,
  relfilenode       oid,
  system_identifier bigint,
  first_page        bigint NOT NULL DEFAULT 0,
  next_page         bigint NOT NULL DEFAULT 0,
  next_item         integer NOT NULL DEFAULT 0,
  last_page         bigint NOT NULL DEFAULT -1,
  sweep             integer NOT NULL DEFAULT 3,
  stripe_rows       bigint NOT NULL DEFAULT 0,
  rows_done         bigint NOT NULL DEFAULT 0,
  pass              integer NOT NULL DEFAULT 1,
  batch_pages       integer NOT NULL DEFAULT 1,
  batch_rows        integer NOT NULL DEFAULT 100,
  leader            text,
  state             text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'stopped', 'failed', 'done')),
  message           text,
  started_at        timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  opened_at         timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  opened_rows       bigint NOT NULL DEFAULT 0,
  opened_pages      double precision NOT NULL DEFAULT 0,
  updated_at        timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  finished_at       timestamptz,
  PRIMARY KEY (rollout, step, leaf, slice)
) WITH (fillfactor = 50);

-- What an earlier version installed has one row per leaf.
ALTER TABLE phasegate.backfill_progress
  ADD COLUMN IF NOT EXISTS slice integer NOT NULL DEFAULT 0, ADD COLUMN IF NOT EXISTS first_page bigint NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS sweep integer NOT NULL DEFAULT 3, ADD COLUMN IF NOT EXISTS stripe_rows bigint NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS leader text, ADD COLUMN IF NOT EXISTS opened_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  ADD COLUMN IF NOT EXISTS opened_rows bigint NOT NULL DEFAULT 0, ADD COLUMN IF NOT EXISTS opened_pages double precision NOT NULL DEFAULT 0,
  DROP COLUMN IF EXISTS paused;
DO $slices$
BEGIN
  IF (SELECT pg_catalog.cardinality(k.conkey) FROM pg_catalog.pg_constraint k
       WHERE k.conrelid = 'phasegate.backfill_progress'::pg_catalog.regclass AND k.contype = 'p') = 3 THEN
    ALTER TABLE phasegate.backfill_progress DROP CONSTRAINT backfill_progress_pkey, ADD PRIMARY KEY (rollout, step, leaf, slice);
  END IF;
END
$slices$;

COMMENT ON TABLE phasegate.backfill_progress IS
  'Cursors of backfills, one row for each slice of a leaf table. Never a proof of completion. For people: phasegate.backfill_status';
GRANT SELECT ON phasegate.backfill_progress TO PUBLIC;

COMMENT ON COLUMN phasegate.backfill_progress.state IS
  'running; stopped (the next CALL goes on at the cursor); failed (the next CALL starts over); done';

CREATE TABLE IF NOT EXISTS phasegate.backfill_pause (
  rollout text NOT NULL,
  step    text NOT NULL DEFAULT '',
  reason  text NOT NULL DEFAULT '',
  who     text NOT NULL DEFAULT session_user,
  at      timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  PRIMARY KEY (rollout, step)
);
COMMENT ON TABLE phasegate.backfill_pause IS
  'Backfills that wait between two batches while their row is here; an empty step stands for every step of the rollout. Written by phasegate.pause_backfill and resume_backfill';
GRANT SELECT ON phasegate.backfill_pause TO PUBLIC;

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

DROP INDEX IF EXISTS phasegate.quarantine_step_idx;
CREATE UNIQUE INDEX IF NOT EXISTS quarantine_row_idx ON phasegate.quarantine (rollout, step, target, pg_catalog.md5(key::text));

COMMENT ON TABLE phasegate.quarantine IS 'Rows that a backfill could not fill, by primary key (ctid where there is none), with the reason';

-- Workers hold this key while they are in a transaction (shared), and a guard passes only while none does: phasegate.lock_key() + 2.
CREATE OR REPLACE FUNCTION phasegate.backfill_worker_key() RETURNS bigint
LANGUAGE sql IMMUTABLE AS $worker_key$ SELECT 8099831078076244342 $worker_key$;

-- The lock of the session that leads a step.
CREATE OR REPLACE FUNCTION phasegate.backfill_lock_key(rollout text, step text) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $lock_key$
  SELECT pg_catalog.hashtextextended(pg_catalog.concat_ws(E'\n', 'phasegate.backfill', rollout, step), 0)
$lock_key$;

-- What tells this session from every other one, of now and of later: server processes get their numbers again.
CREATE OR REPLACE FUNCTION phasegate.backfill_session() RETURNS text
LANGUAGE sql AS $session$
  SELECT pg_catalog.format('%s %s', a.pid, EXTRACT(EPOCH FROM a.backend_start)) FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid()) a
$session$;

-- Raises unless the session that a worker works for is there and still is the runner: its lock is what keeps everybody else out. Called in
-- each transaction of a worker. The worker's key comes first: from then on no other guard passes until this transaction has ended.
CREATE OR REPLACE FUNCTION phasegate.backfill_follow(leader text) RETURNS void
LANGUAGE plpgsql AS $follow$
BEGIN
  IF NOT pg_catalog.pg_try_advisory_xact_lock_shared(phasegate.backfill_worker_key()) THEN
    RAISE EXCEPTION 'another session changes this database for phasegate' USING ERRCODE = 'object_in_use', HINT = 'Run the same command again.';
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_stat_get_activity(pg_catalog.split_part(leader, ' ', 1)::integer) a
                  WHERE pg_catalog.format('%s %s', a.pid, EXTRACT(EPOCH FROM a.backend_start)) = leader)
     OR pg_catalog.pg_try_advisory_xact_lock_shared(phasegate.lock_key()) THEN
    RAISE EXCEPTION 'the session that leads this backfill is gone, or has lost its lock'
      USING ERRCODE = 'object_in_use', HINT = 'Run the same command again: it goes on where this one stopped.';
  END IF;
END;
$follow$;

-- First statement of every transaction of a backfill: its settings (COMMIT ended the last ones) and its lock, against a second CALL when it
-- leads (`leader` is NULL), else as a worker.
CREATE OR REPLACE FUNCTION phasegate.backfill_begin(lock_key bigint, leader text) RETURNS void
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
  IF leader IS NOT NULL THEN
    PERFORM phasegate.backfill_follow(leader);
  ELSIF NOT pg_catalog.pg_try_advisory_xact_lock(lock_key) THEN
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

-- Whether the first pass goes over each stripe in four sweeps; a tenth slower without, and the table grows more.
CREATE OR REPLACE FUNCTION phasegate.backfill_has_sweeps() RETURNS boolean
LANGUAGE sql STABLE AS $has_sweeps$
  SELECT phasegate.backfill_has_tid_range() AND pg_catalog.current_setting('phasegate.backfill_sweeps', true) IS DISTINCT FROM 'off'
$has_sweeps$;

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

-- The stripe of a slice that the cursor is in: [first, beyond) in pages. Sweep 3 takes what the sweeps before have left, and comes alone where
-- one sweep has to do.
CREATE OR REPLACE FUNCTION phasegate.backfill_stripe(place phasegate.backfill_progress, OUT first bigint, OUT beyond bigint)
LANGUAGE sql IMMUTABLE AS $stripe$
  SELECT s.first, LEAST(s.first OPERATOR(pg_catalog.+) 1024, place.last_page OPERATOR(pg_catalog.+) 1)
    FROM (SELECT place.next_page OPERATOR(pg_catalog.-) ((place.next_page OPERATOR(pg_catalog.-) place.first_page) OPERATOR(pg_catalog.%) 1024) AS first) s
$stripe$;

-- Pages of a slice that are done, sweeps counted as parts of a page.
CREATE OR REPLACE FUNCTION phasegate.backfill_pages_done(place phasegate.backfill_progress) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE AS $pages_done$
DECLARE
  stripe record;
BEGIN
  IF place.next_page > place.last_page THEN
    RETURN place.last_page + 1 - place.first_page;
  END IF;
  IF place.pass > 1 OR NOT phasegate.backfill_has_sweeps() THEN
    RETURN place.next_page - place.first_page;
  END IF;
  SELECT * INTO stripe FROM phasegate.backfill_stripe(place);
  RETURN stripe.first - place.first_page + place.sweep / 4.0 * (stripe.beyond - stripe.first) + (place.next_page - stripe.first) / 4.0;
END;
$pages_done$;
