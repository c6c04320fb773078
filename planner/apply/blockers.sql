-- Who holds, or waits for, locks that conflict with wanted ones. $1: a JSON array of {relation, conflicts: [pg_locks.mode …],
-- snapshots}. One row per holder and relation. Never touches the relations themselves: to_regclass takes no lock.
WITH wanted AS (
  SELECT w.value ->> 'relation' AS relation,
         pg_catalog.to_regclass(w.value ->> 'relation') AS oid,
         w.value -> 'conflicts' AS conflicts
  FROM pg_catalog.json_array_elements($1::json -> 'locks') AS w
), me AS (
  SELECT d.oid AS database FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database()
), held AS (
  SELECT w.relation, l.mode, l.granted, l.pid, l.virtualtransaction
  FROM wanted AS w
  JOIN me ON true
  JOIN pg_catalog.pg_locks AS l
    ON l.locktype = 'relation' AND l.relation = w.oid AND l.database IN (me.database, 0)
  WHERE l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
    AND EXISTS (SELECT 1 FROM pg_catalog.json_array_elements_text(w.conflicts) AS c WHERE c.value = l.mode)
), ages AS (
  SELECT h.relation, h.mode, h.granted, h.pid, p.gid, a.application_name,
         coalesce(a.usename, p.owner) AS usename, a.state, left(a.query, 120) AS query,
         CASE WHEN a.backend_type = 'autovacuum worker' AND a.query LIKE '%(to prevent wraparound)%' THEN 'wraparound'
              WHEN a.backend_type = 'autovacuum worker' THEN 'autovacuum'
              WHEN h.pid IS NULL THEN 'prepared'
              ELSE 'session' END AS kind,
         coalesce(a.xact_start, p.prepared) AS started
  FROM held AS h
  LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = h.pid
  -- A prepared transaction keeps the lock on its own transaction id, under the same virtual id as its other locks.
  LEFT JOIN (SELECT x.virtualtransaction, p.gid, p.owner, p.prepared
             FROM pg_catalog.pg_prepared_xacts AS p
             JOIN pg_catalog.pg_locks AS x ON x.locktype = 'transactionid' AND x.pid IS NULL AND x.transactionid = p.transaction) AS p
    ON h.pid IS NULL AND p.virtualtransaction = h.virtualtransaction
  UNION ALL
  SELECT '', '', true, a.pid, NULL, a.application_name, a.usename, a.state, left(a.query, 120), 'snapshot', a.xact_start
  FROM pg_catalog.pg_stat_activity AS a, me
  WHERE ($1::json ->> 'snapshots')::boolean
    AND a.datid = me.database AND a.backend_xmin IS NOT NULL AND a.pid <> pg_catalog.pg_backend_pid()
    AND a.backend_type NOT IN ('autovacuum worker', 'walsender')
    AND NOT EXISTS (SELECT 1 FROM held AS h WHERE h.pid = a.pid)
)
SELECT relation, mode, granted, coalesce(pid, 0) AS pid, gid, application_name, usename, state, query, kind,
       (extract(epoch FROM pg_catalog.clock_timestamp() - started) * 1000)::bigint AS age_ms
FROM ages
ORDER BY started NULLS LAST, pid, relation, mode;
