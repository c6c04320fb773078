-- One batch of a backfill, and the cursors of its passes.

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

-- After an update, in the caller's search_path. Raises when it has left rows pending: they would be written again in every pass.
CREATE OR REPLACE FUNCTION phasegate.backfill_settle(leaf text, alias text, pending text, unsettled tid[]) RETURNS void
LANGUAGE plpgsql AS $settle$
DECLARE
  unsettled_rows bigint;
BEGIN
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
END;
$settle$;

-- What is done to rows: an UPDATE by the SET list, or, where that is empty, a DELETE. WHERE follows.
CREATE OR REPLACE FUNCTION phasegate.backfill_command(leaf text, alias text, assignments text) RETURNS text
LANGUAGE sql IMMUTABLE AS $command$
  SELECT CASE assignments WHEN '' THEN pg_catalog.format('DELETE FROM ONLY %s AS %I', leaf, alias) ELSE pg_catalog.format('UPDATE ONLY %s AS %I SET %s', leaf, alias, assignments) END
$command$;

-- Updates rows that backfill_take has locked, and returns how many. They are the newest versions and stay so until the transaction ends, so
-- the values come from what is really there.
CREATE OR REPLACE FUNCTION phasegate.backfill_apply(leaf text, alias text, range text, path text, assignments text, pending text, taken tid[])
RETURNS bigint
LANGUAGE plpgsql AS $apply$
DECLARE
  changed    bigint;
  unsettled  tid[];
BEGIN
  PERFORM pg_catalog.set_config('search_path', path, true);
  EXECUTE pg_catalog.format(E'WITH phasegate_changed AS (%2$s\n WHERE %3$s AND %1$I.ctid OPERATOR(pg_catalog.=) ANY ($1)'
                            ' AND (%4$s\n) RETURNING %1$I.ctid AS item, (%4$s\n) AS still)'
                            ' SELECT pg_catalog.count(*), pg_catalog.array_agg(item) FILTER (WHERE still) FROM phasegate_changed',
                            alias, phasegate.backfill_command(leaf, alias, assignments), CASE WHEN phasegate.backfill_has_tid_range() THEN range ELSE 'true' END, pending)
     INTO changed, unsettled USING taken;
  PERFORM phasegate.backfill_settle(leaf, alias, pending, unsettled);
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  RETURN changed;
END;
$apply$;

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
      VALUES (backfill_one_by_one.rollout, backfill_one_by_one.step, leaf, row_key, code, reason)
      ON CONFLICT (rollout, step, target, pg_catalog.md5(key::text)) DO UPDATE SET sqlstate = excluded.sqlstate, message = excluded.message, at = excluded.at;
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

-- The ordinary batch: takes the rows of a range and updates them in one statement. A row that changed between the statement's snapshot and its
-- lock is taken and not seen by the update: it is left to the next sweep or pass. Whether rows are still pending after their update is looked at
-- when `checked` (it costs a tenth of the whole): in some batches of the first pass, and in all of the others, which the rest would come to.
CREATE OR REPLACE FUNCTION phasegate.backfill_fill(leaf text, alias text, range text, path text, assignments text, pending text, checked boolean)
RETURNS bigint
LANGUAGE plpgsql AS $fill$
DECLARE
  changed   bigint;
  unsettled tid[];
  command   text := pg_catalog.format(
    E'%5$s\n'
    ' WHERE %1$I.ctid OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT %1$I.ctid FROM ONLY %2$s AS %1$I WHERE %3$s AND (%4$s\n)'
    ' FOR NO KEY UPDATE OF %1$I SKIP LOCKED))', alias, leaf, range, pending, phasegate.backfill_command(leaf, alias, assignments));
BEGIN
  PERFORM pg_catalog.set_config('search_path', path, true);
  IF checked THEN
    EXECUTE pg_catalog.format(E'WITH phasegate_changed AS (%s RETURNING %I.ctid AS item, (%s\n) AS still)'
                              ' SELECT pg_catalog.count(*), pg_catalog.array_agg(item) FILTER (WHERE still) FROM phasegate_changed',
                              command, alias, pending)
       INTO changed, unsettled;
  ELSE
    EXECUTE command;
    GET DIAGNOSTICS changed = ROW_COUNT;
  END IF;
  PERFORM phasegate.backfill_settle(leaf, alias, pending, unsettled);
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  RETURN changed;
END;
$fill$;

-- The cursors of a leaf at the start of a pass: where the last CALL stopped when `resume` and nothing has changed underneath, else new slices
-- from page 0 on, `slices` at most.
CREATE OR REPLACE FUNCTION phasegate.backfill_open(rollout text, step text, relation oid, fingerprint text, pass integer, resume boolean,
                                                   again boolean, slices integer, leader text)
RETURNS void
LANGUAGE plpgsql AS $open$
#variable_conflict use_column
DECLARE
  system_id bigint;
  name  text := phasegate.backfill_name(relation);
  pages bigint := pg_catalog.pg_relation_size(relation) / pg_catalog.current_setting('block_size')::bigint;
  wide  bigint;
  earlier record;
BEGIN
  IF pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE') THEN
    system_id := (SELECT c.system_identifier FROM pg_catalog.pg_control_system() c);
  END IF;
  PERFORM FROM phasegate.backfill_progress p WHERE p.rollout = backfill_open.rollout AND p.step = backfill_open.step AND p.leaf = name FOR UPDATE;
  SELECT COALESCE(pg_catalog.sum(p.rows_done), 0) AS rows_done, pg_catalog.min(p.started_at) AS started_at, pg_catalog.max(p.batch_pages) AS batch_pages,
         pg_catalog.max(p.batch_rows) AS batch_rows,
         pg_catalog.bool_and(p.pass = backfill_open.pass AND p.fingerprint = backfill_open.fingerprint
                             AND p.relfilenode = pg_catalog.pg_relation_filenode(relation) AND p.system_identifier IS NOT DISTINCT FROM system_id) AS same
    INTO earlier
    FROM phasegate.backfill_progress p
   WHERE p.rollout = backfill_open.rollout AND p.step = backfill_open.step AND p.leaf = name;
  IF NOT (resume AND COALESCE(earlier.same, false)) THEN
    DELETE FROM phasegate.backfill_progress p WHERE p.rollout = backfill_open.rollout AND p.step = backfill_open.step AND p.leaf = name;
    -- Whole stripes, so that no two slices share one.
    wide := GREATEST(1, (pages + slices * 1024 - 1) / (slices * 1024)) * 1024;
    INSERT INTO phasegate.backfill_progress
           (rollout, step, leaf, slice, fingerprint, relfilenode, system_identifier, first_page, next_page, last_page, sweep, rows_done, pass,
            batch_pages, batch_rows, started_at)
    SELECT backfill_open.rollout, backfill_open.step, name, n, backfill_open.fingerprint, pg_catalog.pg_relation_filenode(relation), system_id,
           n * wide, n * wide, LEAST((n + 1) * wide, pages) - 1,
           CASE WHEN backfill_open.pass = 1 AND phasegate.backfill_has_sweeps() THEN 0 ELSE 3 END,
           CASE WHEN again AND n = 0 THEN earlier.rows_done ELSE 0 END, backfill_open.pass,
           COALESCE(earlier.batch_pages, 1), COALESCE(earlier.batch_rows, 100),
           CASE WHEN again THEN COALESCE(earlier.started_at, pg_catalog.clock_timestamp()) ELSE pg_catalog.clock_timestamp() END
      FROM pg_catalog.generate_series(0::bigint, GREATEST(0, (pages - 1) / wide)) AS n;
  END IF;
  UPDATE phasegate.backfill_progress p
     SET state = 'running', message = NULL, leader = backfill_open.leader, opened_at = pg_catalog.clock_timestamp(), opened_rows = p.rows_done,
         opened_pages = phasegate.backfill_pages_done(p), updated_at = pg_catalog.clock_timestamp(), finished_at = NULL
   WHERE p.rollout = backfill_open.rollout AND p.step = backfill_open.step AND p.leaf = name;
END;
$open$;

-- Takes the cursor of a slice that has pages left and that no other session works on, the one that this session had before if it can. `there`:
-- batch; busy (others work on all that are left); none.
CREATE OR REPLACE FUNCTION phasegate.backfill_take_slice(rollout text, step text, fingerprint text, leader text, INOUT place phasegate.backfill_progress, OUT there text)
LANGUAGE plpgsql AS $take_slice$
#variable_conflict use_column
DECLARE
  batch_pages integer := place.batch_pages;
  batch_rows  integer := place.batch_rows;
  mine        phasegate.backfill_progress := place;
BEGIN
  SELECT p.* INTO place FROM phasegate.backfill_progress p
   WHERE p.rollout = backfill_take_slice.rollout AND p.step = backfill_take_slice.step AND p.leaf = mine.leaf AND p.slice = mine.slice
     AND p.next_page <= p.last_page AND p.state = 'running'
     AND p.fingerprint = backfill_take_slice.fingerprint AND (backfill_take_slice.leader IS NULL OR p.leader = backfill_take_slice.leader)
     FOR UPDATE SKIP LOCKED;
  IF place.leaf IS NULL THEN
    SELECT p.* INTO place FROM phasegate.backfill_progress p
     WHERE p.rollout = backfill_take_slice.rollout AND p.step = backfill_take_slice.step
       AND p.next_page <= p.last_page AND p.state = 'running'
     AND p.fingerprint = backfill_take_slice.fingerprint AND (backfill_take_slice.leader IS NULL OR p.leader = backfill_take_slice.leader)
     ORDER BY p.leaf COLLATE "C", p.slice LIMIT 1 FOR UPDATE SKIP LOCKED;
  END IF;
  IF place.leaf IS NOT NULL THEN
    there := 'batch';
    place.batch_pages := COALESCE(batch_pages, place.batch_pages);
    place.batch_rows := COALESCE(batch_rows, place.batch_rows);
    RETURN;
  END IF;
  there := CASE WHEN EXISTS (SELECT FROM phasegate.backfill_progress p
                              WHERE p.rollout = backfill_take_slice.rollout AND p.step = backfill_take_slice.step AND p.next_page <= p.last_page)
                THEN 'busy' ELSE 'none' END;
  place.batch_pages := batch_pages;
  place.batch_rows := batch_rows;
END;
$take_slice$;

-- One batch, within the caller's transaction: take a slice, take rows, update them, move the cursor. Returns the cursor after it, and in `there`
-- what there was to do: batch, busy, none, or moved: the table was rewritten since the cursors were opened, and whoever leads opens them again.
-- A batch is place.batch_pages pages; of a single page it takes place.batch_rows rows at most, and then `full_batch` says that these were taken.
-- A batch that `waits` takes one row, waiting for it.
CREATE OR REPLACE FUNCTION phasegate.backfill_batch(rollout text, step text, fingerprint text, leader text, INOUT place phasegate.backfill_progress, alias text,
                                                    path text, assignments text, pending text, one_by_one boolean, waits boolean,
                                                    OUT full_batch boolean, OUT there text)
LANGUAGE plpgsql AS $batch$
#variable_conflict use_column
DECLARE
  took     record;
  range    text;
  stripe   record;
  to_page  bigint;
  items    tid[];
  changed  bigint := 0;
  last_item tid;
  relation  oid;
BEGIN
  full_batch := false;
  -- Cursor and rows are lost together or not at all, so a crash costs nothing but some batches, and commits of the application need not wait for
  -- the flush of ours. Whatever is recorded of the step is committed as the session wants it, and flushes all that was before. With synchronous
  -- standbys the wait stays: it is what keeps them from falling behind.
  IF pg_catalog.current_setting('synchronous_standby_names') = '' THEN
    PERFORM pg_catalog.set_config('synchronous_commit', 'off', true);
  END IF;
  SELECT t.* INTO STRICT took FROM phasegate.backfill_take_slice(rollout, step, fingerprint, leader, place) t;
  place := took.place;
  there := took.there;
  IF there <> 'batch' THEN
    RETURN;
  END IF;
  EXECUTE pg_catalog.format('LOCK TABLE ONLY %s IN ROW EXCLUSIVE MODE', place.leaf);
  relation := place.leaf::regclass;
  IF pg_catalog.pg_relation_filenode(relation) IS DISTINCT FROM place.relfilenode THEN
    there := 'moved';
    RETURN;
  END IF;
  SELECT * INTO stripe FROM phasegate.backfill_stripe(place);
  to_page := LEAST(place.next_page + place.batch_pages, stripe.beyond);
  range := phasegate.backfill_range(alias, place.next_page, place.next_item, to_page);
  IF place.sweep < 3 THEN
    range := pg_catalog.format('%s AND (pg_catalog.hashtid(%I.ctid) OPERATOR(pg_catalog.&) 3) OPERATOR(pg_catalog.=) %s', range, alias, place.sweep);
  END IF;
  IF waits THEN
    last_item := phasegate.backfill_first(place.leaf, alias, range, path, pending);
    full_batch := last_item IS NOT NULL;
    items := CASE WHEN full_batch THEN phasegate.backfill_wait_for(relation, place.leaf, alias, path, pending, last_item) ELSE '{}' END;
    range := 'true';
  ELSIF one_by_one OR place.batch_pages = 1 THEN
    items := phasegate.backfill_take(place.leaf, alias, range, path, pending, place.batch_rows);
    full_batch := pg_catalog.cardinality(items) >= place.batch_rows;
    last_item := items[pg_catalog.cardinality(items)];
  ELSE
    changed := phasegate.backfill_fill(place.leaf, alias, range, path, assignments, pending, place.pass > 1 OR pg_catalog.random() < 0.05);
  END IF;
  IF pg_catalog.cardinality(items) > 0 AND one_by_one THEN
    changed := phasegate.backfill_one_by_one(place.rollout, place.step, relation, place.leaf, alias, range, path, assignments, pending, items);
  ELSIF pg_catalog.cardinality(items) > 0 THEN
    changed := phasegate.backfill_apply(place.leaf, alias, range, path, assignments, pending, items);
  END IF;
  place.rows_done := place.rows_done + changed;
  place.stripe_rows := place.stripe_rows + changed;
  IF full_batch THEN
    place.next_page := (last_item::text::point)[0]::bigint;
    place.next_item := (last_item::text::point)[1]::integer + 1;
  ELSIF to_page < stripe.beyond THEN
    place.next_page := to_page;
    place.next_item := 0;
  ELSIF place.sweep < 3 THEN
    -- A stripe with hardly a row to fill is not worth four looks.
    place.sweep := CASE WHEN place.stripe_rows >= stripe.beyond - stripe.first THEN place.sweep + 1 ELSE 3 END;
    place.next_page := stripe.first;
    place.next_item := 0;
  ELSE
    place.sweep := CASE WHEN place.pass = 1 AND place.stripe_rows >= 4 * (stripe.beyond - stripe.first) AND phasegate.backfill_has_sweeps() THEN 0 ELSE 3 END;
    place.stripe_rows := 0;
    place.next_page := stripe.beyond;
    place.next_item := 0;
  END IF;
  UPDATE phasegate.backfill_progress p
     SET next_page = place.next_page, next_item = place.next_item, sweep = place.sweep, stripe_rows = place.stripe_rows, rows_done = place.rows_done,
         batch_pages = place.batch_pages, batch_rows = place.batch_rows, updated_at = pg_catalog.clock_timestamp()
   WHERE p.rollout = place.rollout AND p.step = place.step AND p.leaf = place.leaf AND p.slice = place.slice;
END;
$batch$;

-- Opens a pass: cursors of all leaves, their upper bounds fixed now. Rows set aside before are tried again. `leader` NULL: nobody else may help.
CREATE OR REPLACE FUNCTION phasegate.backfill_open_pass(rollout text, step text, relation oid, fingerprint text, pass integer, resume boolean,
                                                        again boolean, leader text)
RETURNS void
LANGUAGE plpgsql AS $open_pass$
#variable_conflict use_column
DECLARE
  leaves oid[] := phasegate.backfill_leaves(relation);
  slices integer := GREATEST(1, 64 / GREATEST(1, pg_catalog.cardinality(leaves)));
BEGIN
  PERFORM phasegate.backfill_sees_all(relation || leaves);
  DELETE FROM phasegate.quarantine q WHERE q.rollout = backfill_open_pass.rollout AND q.step = backfill_open_pass.step;
  DELETE FROM phasegate.backfill_progress p
   WHERE p.rollout = backfill_open_pass.rollout AND p.step = backfill_open_pass.step
     AND p.leaf <> ALL (ARRAY(SELECT phasegate.backfill_name(leaf) FROM pg_catalog.unnest(leaves) AS leaf));
  PERFORM phasegate.backfill_open(rollout, step, leaf, fingerprint, pass, resume, again, slices, leader) FROM pg_catalog.unnest(leaves) AS leaf;
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

