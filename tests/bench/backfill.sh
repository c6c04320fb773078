#!/usr/bin/env bash
# How fast phasegate.backfill is, and what the application feels of it, as ratios within one run: rows a second with one and with two workers
# and of keyset batches of 1,000 rows from a client, each against one plain UPDATE of the same rows; how much the table grows; and p99 of an
# application (pgbench) with a backfill running against without, unthrottled and with max_load = "25%". Medians of RUNS runs.
# Uses a private server that it starts and ends itself. PHASEGATE_BUILD chooses the build (default build/release); ROWS, RUNS, SECONDS_OF_LOAD and
# RATE (transactions a second) the size.
set -euo pipefail
cd "$(dirname "$0")/../.."
phasegate=$PWD/${PHASEGATE_BUILD:-build/release}/phasegate
rows=${ROWS:-5000000} runs=${RUNS:-3} load=${SECONDS_OF_LOAD:-30} rate=${RATE:-200}
bin=${PGBIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}
folder=$(mktemp -d /tmp/phasegate-bench.XXXXXX)
as_server() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$folder"
trap 'cd /; as_server "$bin/pg_ctl -D $folder/data -m immediate -w stop >/dev/null" || true; rm -rf "$folder" "${work:-}"' EXIT
as_server "$bin/initdb -D $folder/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null"
as_server "$bin/pg_ctl -D $folder/data -l $folder/log -w -o '-k $folder -c listen_addresses= -c shared_buffers=1GB -c max_wal_size=8GB -c checkpoint_timeout=30min -c autovacuum_naptime=600' start >/dev/null"
chmod 755 "$folder"
export PGHOST=$folder PGUSER=postgres PGDATABASE=postgres DATABASE_URL="postgresql:///postgres?host=$folder&user=postgres" PGOPTIONS='-c client_min_messages=warning'
work=$(mktemp -d)
cd "$work"
"$phasegate" mark --app bench --new --finished 1.0.0 >/dev/null

psql -qX -v ON_ERROR_STOP=1 <<SQL
CREATE TABLE base AS SELECT i::bigint AS id, 'name ' || i AS a, (i * 7919) % 1000003 AS n, NULL::text AS b, repeat('x', 60) AS filler FROM generate_series(1, $rows::bigint) i;
SQL
fresh() {
  psql -qX -v ON_ERROR_STOP=1 -c "DROP TABLE IF EXISTS t" -c "TRUNCATE phasegate.backfill_progress" -c "CREATE TABLE t (LIKE base)" -c "INSERT INTO t SELECT * FROM base" \
    -c "ALTER TABLE t ADD PRIMARY KEY (id)" -c "CREATE INDEX ON t (n)" -c "VACUUM ANALYZE t" -c CHECKPOINT
}
set_list="b = upper(a)" pending="b IS NULL"
call="CALL phasegate.backfill('bench', 'fill', 't', '$set_list', '$pending')"
plain() { psql -qX -v ON_ERROR_STOP=1 -c "UPDATE t SET $set_list WHERE $pending"; }
alone() { psql -qX -v ON_ERROR_STOP=1 -c "$call"; }
keyset() {
  printf '%s\n' "UPDATE t SET $set_list WHERE id > :k AND id <= :k + 1000 AND $pending;" '\set k :k + 1000' > keyset.sql
  pgbench -n -c 1 -t $(((rows + 999) / 1000)) -D k=0 -f keyset.sql >/dev/null 2>&1
}
workers() {  # how the runner does it: the leading session holds the runner's lock, the other names it
  rm -f leader
  printf '%s\n' "SELECT pg_advisory_lock(phasegate.lock_key()) \\g /dev/null" "SELECT phasegate.backfill_session() \\g leader.part" '\! mv leader.part leader' "$call;" | psql -qXAt -v ON_ERROR_STOP=1 & local first=$!
  until [ -s leader ]; do sleep 0.02; done
  psql -qX -v ON_ERROR_STOP=1 -c "SET phasegate.backfill_leader = '$(cat leader)'" -c "$call" 2>/dev/null &  # it ends with an error when the session that it works for goes first
  wait $first; wait
}
# Prints "seconds megabytes": how long a way takes, and by how much the table and its indexes have grown.
measure() {
  fresh
  local before after start end
  before=$(psql -qAtX -c "SELECT pg_total_relation_size('t')")
  start=$(date +%s.%N); "$1"; end=$(date +%s.%N)
  after=$(psql -qAtX -c "SELECT pg_total_relation_size('t')")
  [ "$(psql -qAtX -c "SELECT count(*) FROM t WHERE $pending")" = 0 ] || { echo "$1 has left rows" >&2; exit 1; }
  echo "$start $end $before $after" | awk '{ printf "%.2f %.0f\n", $2 - $1, ($4 - $3) / 1e6 }'
}
for way in plain alone workers keyset; do : > "$way.txt"; done
for _ in $(seq "$runs"); do for way in plain alone workers keyset; do measure "$way" >> "$way.txt"; done; done

# The application: reads and writes single rows at a fixed rate, four sessions.
cat > application.sql <<SQL
\set id random(1, $rows)
SELECT a, b FROM t WHERE id = :id;
UPDATE t SET n = n + 1 WHERE id = :id;
SQL
p99() { cat "$1".* | awk '{ print $3 }' | sort -n | awk '{ v[NR] = $1 } END { print v[int(NR * 0.99)] / 1000 }'; }
application() { rm -f "$1".*; pgbench -n -c 4 -j 2 -T "$load" -R "$rate" -l --log-prefix="$1" -f application.sql postgres 2>&1 | grep -E "failed|aborted" | grep -vE "failed transactions: 0 " >> failed.txt || true; }
computing() { psql -qX -c "DO \$\$ DECLARE x bigint := 0; till timestamptz := clock_timestamp() + interval '$load s'; BEGIN WHILE clock_timestamp() < till LOOP x := x + 1; END LOOP; END \$\$"; }
: > failed.txt; : > ratio.txt
for _ in $(seq "$runs"); do
  fresh
  application without
  alone 2>/dev/null & filling=$!
  application with
  kill -0 $filling 2>/dev/null || echo "note: the backfill ended before the load did; fewer SECONDS_OF_LOAD or more ROWS say more" >&2
  wait $filling
  fresh
  psql -qX -c "${call%)}, throttle => '{\"load_percent\": 25}')" 2>/dev/null & filling=$!
  application throttled
  psql -qAtX -c "SELECT rows_done FROM phasegate.backfill_progress" | awk -v s="$load" '{ n += $1 } END { printf "%.0f\n", n / s }' >> throttled_rows.txt
  psql -qAtX -c "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CALL phasegate.backfill%'" >/dev/null
  wait $filling || true
  computing & busy=$!
  application beside
  wait $busy
  echo "$(p99 without) $(p99 with) $(p99 beside) $(p99 throttled)" >> ratio.txt
done
cd /
python3 - "$work" "$rows" <<'PY'
import statistics, sys
work, rows = sys.argv[1], int(sys.argv[2])
def read(name): return [[float(x) for x in line.split()] for line in open(f"{work}/{name}.txt") if line.strip()]
seconds = {way: statistics.median(row[0] for row in read(way)) for way in ("plain", "alone", "workers", "keyset")}
grown = {way: statistics.median(row[1] for row in read(way)) for way in ("plain", "alone", "workers", "keyset")}
names = {"plain": "one plain UPDATE", "alone": "backfill, one worker", "workers": "backfill, two workers", "keyset": "keyset batches of 1,000 rows"}
for way, name in names.items():
    ratio = statistics.median(p[0] / w[0] for p, w in zip(read("plain"), read(way)))
    print(f"{name:32} {rows / seconds[way]:9.0f} rows/s   {ratio:5.2f} of the plain UPDATE   grows by {grown[way]:6.0f} MB")
loads = read("ratio")
median = lambda values: statistics.median(list(values))
print(f"p99 of the application: {median(l[0] for l in loads):.1f} ms without, {median(l[1] for l in loads):.1f} ms with a backfill; ratio {median(l[1] / l[0] for l in loads):.2f}")
throttled = statistics.median(float(line) for line in open(f"{work}/throttled_rows.txt"))
print(f'p99 with max_load = "25%": {median(l[3] for l in loads):.1f} ms; ratio {median(l[3] / l[0] for l in loads):.2f}, at {throttled:.0f} rows/s')
print(f"beside a session that only computes: {median(l[2] for l in loads):.1f} ms; ratio {median(l[2] / l[0] for l in loads):.2f}; backfill to that {median(l[1] / l[2] for l in loads):.2f}")
failed = open(f"{work}/failed.txt").read().strip()
print("failed queries: " + (failed or "0"))
PY
