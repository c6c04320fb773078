#!/usr/bin/env bash
# Install what is missing, build, and run every test against private PostgreSQL servers. Ends with ctest's summary.
# PHASEGATE_BUILD chooses the build folder (default build/release); arguments go to ctest.
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/install-deps
build=${PHASEGATE_BUILD:-build/release}
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DPHASEGATE_WERROR="${PHASEGATE_WERROR:-OFF}" >/dev/null
cmake --build "$build"
exec ctest --test-dir "$build" --output-on-failure -j "$(nproc)" "$@"
