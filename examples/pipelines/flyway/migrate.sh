#!/usr/bin/env bash
# The same with Flyway alone: phasegate plans, Flyway runs the files. migrate.sh PHASE, with FLYWAY_URL, FLYWAY_USER and FLYWAY_PASSWORD set.
# A gate that is shut makes the phase's first file fail with the reasons, and nothing of it is done. The markers are written with phasegate mark, or in
# SQL: SELECT phasegate.mark('orders-api', 'starting', '2.4.0', false, NULL, NULL).
set -euo pipefail
phase=${1:?expand, backfill, validate or contract}
folders=()
for each in expand backfill validate contract; do
  [ -d "migrations/$each" ] && folders+=("filesystem:migrations/$each")   # a phase without steps at the end has no folder
  [ "$each" = "$phase" ] && break
done
# outOfOrder: other teams' files with higher numbers may have run meanwhile. transactional.lock: files outside a transaction must not wait for Flyway's own.
# cleanDisabled: `flyway clean` drops everything. The folder above V-files is never given: undo/ is not for Flyway's migrate.
exec flyway -outOfOrder=true -postgresql.transactional.lock=false -cleanDisabled=true \
  -locations="$(IFS=,; echo "${folders[*]}")" migrate
