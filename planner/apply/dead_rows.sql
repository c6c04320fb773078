-- Tables with rows of their own below $1 that hold many dead row versions, by the statistics that autovacuum goes by: more than a thousand, and one for
-- ten live rows. comes_by_itself: autovacuum is on for them, and its threshold is reached.
WITH RECURSIVE tree (oid) AS (
  SELECT pg_catalog.to_regclass($1)::pg_catalog.oid
  UNION
  SELECT i.inhrelid FROM pg_catalog.pg_inherits AS i JOIN tree ON tree.oid = i.inhparent
), leaf AS (
  SELECT c.oid, pg_catalog.pg_stat_get_dead_tuples(c.oid) AS dead, pg_catalog.pg_stat_get_live_tuples(c.oid) AS live, greatest(c.reltuples, 0) AS reltuples,
         (SELECT pg_catalog.jsonb_object_agg(o.option_name, o.option_value) FROM pg_catalog.pg_options_to_table(c.reloptions) AS o) AS own
  FROM tree JOIN pg_catalog.pg_class AS c ON c.oid = tree.oid AND c.relkind = 'r'
)
SELECT l.oid::pg_catalog.regclass::text AS name, l.dead, pg_catalog.round(100.0 * l.dead / (l.dead + l.live)) AS percent,
       pg_catalog.current_setting('autovacuum')::boolean AND coalesce((l.own ->> 'autovacuum_enabled')::boolean, true)
         AND l.dead > coalesce((l.own ->> 'autovacuum_vacuum_threshold'), pg_catalog.current_setting('autovacuum_vacuum_threshold'))::float8
                      + coalesce((l.own ->> 'autovacuum_vacuum_scale_factor'), pg_catalog.current_setting('autovacuum_vacuum_scale_factor'))::float8 * l.reltuples AS comes_by_itself
FROM leaf AS l
WHERE l.dead > 1000 AND l.dead > l.live / 10
ORDER BY l.dead DESC, l.oid;
