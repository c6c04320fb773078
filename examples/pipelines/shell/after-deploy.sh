#!/usr/bin/env bash
# The phases after the deploy, as far as their gates are open. Run it after deploy.sh, and again from a schedule (every hour, say) until the rollout is
# complete: a gate that is still shut (the soak before drops, most of all) is no failure here.
set -euo pipefail
code=0
phasegate apply --all --log-file phasegate.jsonl "$@" || code=$?
case $code in
  0) echo "after-deploy.sh: the rollout is complete" ;;
  3) echo "after-deploy.sh: a gate is shut; run this again later" ;;
  4) echo "after-deploy.sh: a lock or a limit was in the way; run this again" ;;
  *) exit "$code" ;;
esac
