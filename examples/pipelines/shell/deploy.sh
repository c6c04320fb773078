#!/usr/bin/env bash
# One deploy with a rollout around it, for any pipeline that can run a shell script. Safe to be run again after whatever stopped it.
#
#   deploy.sh APP VERSION -- COMMAND THAT DEPLOYS IT …
#
# The database is named by DATABASE_URL, the folder with phasegate.toml is the current one. What comes after the deploy (validate, and later contract)
# is run by after-deploy.sh, from the same pipeline or from a schedule.
set -euo pipefail
app=${1:?application} version=${2:?version}
shift 2
[ "${1:-}" = -- ] && shift

# Exit 4: a lock or time limit ran out, or the run was interrupted. Nothing is lost, so it is simply run again, a few times.
again() {
  local tries=${TRIES:-5} code
  for ((i = 1; ; ++i)); do
    code=0
    "$@" || code=$?
    [ "$code" = 4 ] && [ "$i" -lt "$tries" ] || return "$code"
    echo "deploy.sh: stopped by a lock or a limit; again in ${PAUSE:-30} s ($i of $tries)" >&2
    sleep "${PAUSE:-30}"
  done
}

again phasegate apply --phase expand --log-file phasegate.jsonl
again phasegate apply --phase backfill --log-file phasegate.jsonl
phasegate gate --phase deploy            # exit 3: the new version would meet a database that is not ready for it
phasegate mark --app "$app" --starting "$version"
"$@"                                     # returns when no instance of any other version is left
phasegate mark --app "$app" --finished "$version"
