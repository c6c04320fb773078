-- The backfill that the server process $1 leads.
SELECT s.percent, s.rows_done, s.rows_per_s, s.seconds_left,
       pg_catalog.concat_ws(', ', pg_catalog.format('%s %% of pages', s.percent), pg_catalog.format('%s rows', s.rows_done),
                            nullif(s.rows_per_s, 0) || ' rows/s', 'left: ' || phasegate.backfill_duration(s.seconds_left),
                            CASE WHEN s.pass > 1 THEN pg_catalog.format('pass %s', s.pass) END, s.message) AS line
FROM phasegate.backfill_status AS s
WHERE s.state = 'running'
  AND s.leader = (SELECT pg_catalog.format('%s %s', a.pid, extract(epoch FROM a.backend_start)) FROM pg_catalog.pg_stat_activity AS a WHERE a.pid = $1::integer)
ORDER BY s.updated_at DESC LIMIT 1;
