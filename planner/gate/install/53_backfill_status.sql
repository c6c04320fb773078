-- What people see of a backfill.

-- One row for each step that has begun. rows_per_s: since the CALL, or its pass, began. seconds_left: of this pass, at the pace so far; NULL when
-- nothing can be said. at_work: a session runs it now. message: why it waits, or why it stopped.
DROP VIEW IF EXISTS phasegate.backfill_status;
CREATE VIEW phasegate.backfill_status AS
  SELECT s.rollout, s.step, s.state, s.rows_done, s.pages_done, s.pages,
         CASE WHEN s.state = 'done' OR s.pages = 0 THEN 100 ELSE LEAST(100, pg_catalog.trunc((100 * s.pages_done / s.pages)::numeric)) END AS percent,
         CASE WHEN s.elapsed > 0 THEN pg_catalog.round(((s.rows_done - s.opened_rows) / s.elapsed)::numeric) ELSE 0 END AS rows_per_s,
         CASE WHEN s.state = 'running' AND s.pages_done > s.opened_pages
              THEN pg_catalog.ceil(((s.pages - s.pages_done) * s.elapsed / (s.pages_done - s.opened_pages))::numeric) END AS seconds_left,
         s.pass, s.at_work, phasegate.backfill_paused(s.rollout, s.step) IS NOT NULL AS paused,
         COALESCE(CASE WHEN s.state IN ('running', 'stopped') THEN phasegate.backfill_paused(s.rollout, s.step) END, s.message) AS message,
         (SELECT pg_catalog.count(*) FROM phasegate.quarantine q WHERE q.rollout = s.rollout AND q.step = s.step) AS set_aside,
         s.started_at, s.updated_at, s.leader
    FROM (SELECT t.*, EXTRACT(EPOCH FROM CASE WHEN t.state = 'running' AND t.at_work THEN pg_catalog.clock_timestamp() ELSE t.updated_at END - t.opened_at) AS elapsed
            FROM (SELECT p.rollout, p.step,
                         CASE WHEN pg_catalog.bool_and(p.state = 'done') THEN 'done' ELSE pg_catalog.max(p.state) FILTER (WHERE p.state <> 'done') END AS state,
                         pg_catalog.sum(p.rows_done) AS rows_done, pg_catalog.sum(phasegate.backfill_pages_done(p)) AS pages_done,
                         pg_catalog.sum(p.last_page + 1 - p.first_page) AS pages, pg_catalog.max(p.pass) AS pass,
                         pg_catalog.sum(p.opened_rows) AS opened_rows, pg_catalog.sum(p.opened_pages) AS opened_pages,
                         pg_catalog.min(p.opened_at) AS opened_at, pg_catalog.min(p.started_at) AS started_at, pg_catalog.max(p.updated_at) AS updated_at,
                         pg_catalog.max(p.message) AS message, pg_catalog.max(p.leader) AS leader,
                         EXISTS (SELECT FROM pg_catalog.pg_locks l
                                  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                                    AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
                                    AND l.classid::bigint = (phasegate.backfill_lock_key(p.rollout, p.step) >> 32) & 4294967295
                                    AND l.objid::bigint = phasegate.backfill_lock_key(p.rollout, p.step) & 4294967295) AS at_work
                    FROM phasegate.backfill_progress p GROUP BY p.rollout, p.step) t) s;
GRANT SELECT ON phasegate.backfill_status TO PUBLIC;
COMMENT ON VIEW phasegate.backfill_status IS 'How far each backfill is, its pace, and why it waits or has stopped';

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

-- Says in one cursor why the step waits (NULL: it goes on). Cursors that another session works on are let alone.
CREATE OR REPLACE FUNCTION phasegate.backfill_say(rollout text, step text, reason text) RETURNS void
LANGUAGE plpgsql AS $say$
#variable_conflict use_column
BEGIN
  UPDATE phasegate.backfill_progress p SET message = NULL
   WHERE p.message IS NOT NULL
     AND p.ctid = ANY (ARRAY(SELECT o.ctid FROM phasegate.backfill_progress o
                              WHERE o.rollout = backfill_say.rollout AND o.step = backfill_say.step AND o.message IS NOT NULL FOR UPDATE SKIP LOCKED));
  UPDATE phasegate.backfill_progress p SET message = 'throttled: ' || backfill_say.reason
   WHERE backfill_say.reason IS NOT NULL
     AND p.ctid = ANY (ARRAY(SELECT o.ctid FROM phasegate.backfill_progress o
                              WHERE o.rollout = backfill_say.rollout AND o.step = backfill_say.step
                              ORDER BY o.leaf COLLATE "C", o.slice LIMIT 1 FOR UPDATE SKIP LOCKED));
END;
$say$;

-- "1 h 02 min", "3 min 20 s", "12 s".
CREATE OR REPLACE FUNCTION phasegate.backfill_duration(seconds numeric) RETURNS text
LANGUAGE sql IMMUTABLE AS $duration$
  SELECT CASE
    WHEN seconds OPERATOR(pg_catalog.>=) 3600 THEN pg_catalog.to_char(pg_catalog.make_interval(secs => seconds::double precision), 'FMHH24 "h" MI "min"')
    WHEN seconds OPERATOR(pg_catalog.>=) 60 THEN pg_catalog.to_char(pg_catalog.make_interval(secs => seconds::double precision), 'FMMI "min" SS "s"')
    ELSE pg_catalog.round(seconds)::text OPERATOR(pg_catalog.||) ' s' END
$duration$;

-- One line on how far a step is.
CREATE OR REPLACE FUNCTION phasegate.backfill_line(rollout text, step text) RETURNS text
LANGUAGE plpgsql AS $line$
#variable_conflict use_column
BEGIN
  RETURN (SELECT pg_catalog.concat_ws(', ', pg_catalog.format('backfill %s: %s rows', backfill_line.step, s.rows_done), pg_catalog.format('%s %% of pages', s.percent),
                                      pg_catalog.format('pass %s', s.pass), NULLIF(s.rows_per_s, 0) || ' rows/s',
                                      'left: ' || phasegate.backfill_duration(s.seconds_left), s.message)
            FROM phasegate.backfill_status s WHERE s.rollout = backfill_line.rollout AND s.step = backfill_line.step);
END;
$line$;
