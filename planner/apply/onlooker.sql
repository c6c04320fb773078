-- What the server process $1 is doing. Sources: PostgreSQL manual, 28.4.2 (CREATE INDEX progress reporting), pg_blocking_pids.
SELECT pg_catalog.to_char(extract(epoch FROM pg_catalog.clock_timestamp() - a.query_start), 'FM999999990') AS seconds,
       coalesce(a.wait_event_type, '') AS wait_type,
       coalesce(p.phase, '') AS phase,
       CASE WHEN p.blocks_total > 0 AND p.tuples_total IS NOT DISTINCT FROM 0 THEN 100.0 * p.blocks_done / p.blocks_total
            WHEN p.tuples_total > 0 THEN 100.0 * p.tuples_done / p.tuples_total
            WHEN p.lockers_total > 0 THEN 100.0 * p.lockers_done / p.lockers_total END AS percent,
       -- Asking who blocks a process is dear, and nobody blocks one that waits for no lock.
       coalesce((SELECT pg_catalog.string_agg(pg_catalog.format('pid %s (%s, %s, %s for %s s)', b.pid, coalesce(b.application_name, ''), coalesce(b.usename, ''),
                                                                coalesce(b.state, b.backend_type),
                                                                pg_catalog.to_char(extract(epoch FROM pg_catalog.clock_timestamp() - coalesce(b.xact_start, b.backend_start)), 'FM999999990')),
                                              '; ' ORDER BY b.xact_start, b.pid)
                 FROM pg_catalog.pg_stat_activity AS b WHERE a.wait_event_type = 'Lock' AND b.pid = ANY (pg_catalog.pg_blocking_pids(a.pid))), '') AS blockers
FROM pg_catalog.pg_stat_activity AS a
LEFT JOIN pg_catalog.pg_stat_progress_create_index AS p ON p.pid = a.pid
WHERE a.pid = $1::integer AND a.state = 'active';
