#!/usr/bin/env bash
# The quickstart: carries one rollout through its four phases on a private PostgreSQL server, while an old and a new version of an
# application read and write the same table all the time. Works alone on a fresh machine: installs, builds, runs, cleans up.
# Options: --no-install, --no-build. PHASEGATE_BUILD chooses the build folder (default build/release).
set -euo pipefail
cd "$(dirname "$0")/.."
build=${PHASEGATE_BUILD:-build/release}
install=yes make=yes
for option in "$@"; do
  case $option in
    --no-install) install=no ;;
    --no-build) make=no ;;
    *) echo "usage: examples/quickstart.sh [--no-install] [--no-build]" >&2; exit 64 ;;
  esac
done

# --- Install and build ---------------------------------------------------------------------------------------------------
[ $install = no ] || .ci/install-deps
if [ $make = yes ]; then
  cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DPHASEGATE_WERROR="${PHASEGATE_WERROR:-OFF}" >/dev/null
  cmake --build "$build" --target phasegate phasegate_traffic
fi
build=$(cd "$build" && pwd)

# --- A server and a folder of its own; both go whatever happens ------------------------------------------------------------
pgbin=${PGBIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}

# initdb refuses root, so root hands the server to user postgres.
as_server_user() {
  if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi
}

clean_up() {
  local status=$?
  trap '' INT TERM HUP
  set +e
  for child in $(jobs -pr); do kill "$child"; done
  [ ! -e "$work/data/postmaster.pid" ] || as_server_user "'$pgbin/pg_ctl' -D '$work/data' -m immediate -w stop" >/dev/null 2>&1
  wait
  rm -rf "$work"
  exit "$status"
}
work=$(mktemp -d "${TMPDIR:-/tmp}/phasegate-quickstart.XXXXXX")
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

[ "$(id -u)" != 0 ] || chown postgres "$work"
chmod 755 "$work"
as_server_user "'$pgbin/initdb' -D '$work/data' -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync" >"$work/initdb.log"
cat >>"$work/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$work'
CONF
as_server_user "'$pgbin/pg_ctl' -D '$work/data' -l '$work/server.log' -w start" >/dev/null

export DATABASE_URL="postgresql:///postgres?host=$work&user=postgres"
sql() { "$pgbin/psql" "$DATABASE_URL" -XqAt -v ON_ERROR_STOP=1 "$@"; }
mkdir "$work/shop"
cp examples/quickstart/* "$work/shop/"
cd "$work/shop"

# --- Helpers ---------------------------------------------------------------------------------------------------------------
say() { printf '\n=== %s\n' "$*"; }
stop_here() { printf '\nquickstart FAILED: %s\n' "$*" >&2; exit 1; }

# phasegate ARGUMENTS…, shown as typed.
phasegate() {
  printf '\n$ phasegate %s\n' "$*"
  "$build/phasegate" "$@" 2>&1
}

# Runs phasegate and wants this exit code, no other.
expect() {
  local wanted=$1 code=0
  shift
  phasegate "$@" || code=$?
  [ "$code" = "$wanted" ] || stop_here "phasegate $1 exited with $code, not $wanted"
  [ "$code" = 0 ] || echo "(exit $code)"
}

# The statements of a phase as its V-files hold them, under their steps and the locks that these take.
statements() {
  printf '\n'
  for file in $(printf '%s\n' "migrations/$1"/V*.sql | sort -V); do
    awk '/^-- what: /    { title[++n] = substr($0, 10); next }
         /^--   locks: / { lock[n] = substr($0, 13); next }
         /^ *-- /        { sub(/^ *-- /, "")
                           for (i = 1; i <= n; ++i) if ($0 == title[i]) { print "  " title[i] "\n      lock: " lock[i]; in_step = 1 } }
         in_step && /^(  |    )?(ALTER|CREATE|DROP|CALL|COMMENT|rows_left) / { sub(/^ */, ""); sub(/^rows_left constant bigint := /, ""); print "      " substr($0, 1, 120) }' "$file"
  done
}

# start_version FILE NAME FIRST_NUMBER: a version's connections; returns when each of them has run every statement. Sets $started.
start_version() {
  "$build/phasegate_traffic" --url "$DATABASE_URL" --statements "$1" --first "$3" --connections 4 --under-way "$work/$2.up" --out "$work/$2.json" &
  started=$!
  while [ ! -e "$work/$2.up" ]; do
    kill -0 "$started" 2>/dev/null || stop_here "version $2 could not start"
    sleep 0.05
  done
}

# stop_version PID NAME: ends its connections. Failures are in its result, which is read at the end.
stop_version() {
  kill "$1"
  wait "$1" || true
  [ -e "$work/$2.json" ] || stop_here "version $2 left no result"
}

none() {
  local rows
  rows=$(sql -f "$1")
  [ -z "$rows" ] || stop_here "$1 returns rows: $(head -n 3 <<<"$rows")"
}

# What rows that nobody changes say about their users, before and after.
untouched() { sql -c "SELECT id, $1, $2, coalesce(email, 'unknown-' || id || '@example.org') FROM users WHERE id <= 10000 ORDER BY id" | md5sum; }

# --- The rollout -----------------------------------------------------------------------------------------------------------
say "a table with 20 000 users, and version 1.0.0 of the shop at work on it"
sql -f before.sql >/dev/null
before=$(untouched "concat_ws(' ', first_name, last_name)" nick)
start_version old_version.sql 1.0.0 1000000; old_pid=$started

say "plan: what has to change, and in which phases"
expect 0 plan

say "EXPAND: additions that 1.0.0 does not notice. Shut, because nobody has said what is deployed; then open"
expect 3 apply --phase expand
expect 0 mark --app shop --finished 1.0.0
expect 0 gate --phase expand
statements expand
expect 0 apply --phase expand

say "the deploy of 2.0.0 is gated too. Shut, because old rows are not filled"
expect 3 mark --app shop --starting 2.0.0

say "BACKFILL: old rows get their values in batches, while triggers keep both sides of every row equal"
statements backfill
expect 0 apply --phase backfill
none agreement.sql

say "DEPLOY of 2.0.0: open now. Both versions run side by side"
expect 0 gate --phase deploy
expect 0 mark --app shop --starting 2.0.0
start_version new_version.sql 2.0.0 500000000; new_pid=$started
sleep 1
none agreement.sql

say "VALIDATE: what 1.0.0 could not bear. Shut while 1.0.0 runs; open when the last instance of it is gone"
expect 3 apply --phase validate
stop_version "$old_pid" 1.0.0
expect 0 mark --app shop --finished 2.0.0
expect 0 gate --phase validate
statements validate
expect 0 apply --phase validate

say "1.0.0 may not come back from here on"
expect 3 mark --app shop --starting 1.0.0

say "CONTRACT: what nobody uses is renamed away at once. To drop it, 2.0.0 must have run alone for the soak time of 2 s"
statements contract
code=0
phasegate apply --phase contract || code=$?
[ "$code" = 0 ] || [ "$code" = 3 ] || stop_here "phasegate apply exited with $code"
[ "$code" = 0 ] || { echo "(exit $code)"; sleep 2; }
expect 0 gate --phase contract
expect 0 apply --phase contract
sleep 1
stop_version "$new_pid" 2.0.0

# --- What came of it -------------------------------------------------------------------------------------------------------
say "nothing is left to do, and nothing was lost"
expect 0 plan --check
none wrong_rows.sql
after=$(untouched display_name nickname)
[ "$before" = "$after" ] || stop_here "rows that nobody changed say something else than before"
echo "rows that nobody changed say what they said before; rows that either version wrote hold what it wrote"

field() { sed -n "s/^  \"$2\": \"\{0,1\}\([^\",]*\).*/\1/p" "$work/$1.json"; }
total() { echo $(($(field 1.0.0 "$1") + $(field 2.0.0 "$1"))); }
longest=$(printf '%s\n' "$(field 1.0.0 longest_ms)" "$(field 2.0.0 longest_ms)" | LC_ALL=C sort -g | tail -n 1)
say "application queries: $(total queries), failures: $(total failures), values outside their domain: $(total outside_domain), longest stall: ${longest%%.*} ms"
if [ "$(total failures)" != 0 ] || [ "$(total outside_domain)" != 0 ]; then
  cat "$work/1.0.0.json" "$work/2.0.0.json"
  stop_here "the application noticed"
fi
