#!/usr/bin/env bash
# build.sh PRESET [TARGET…]: configures and builds a preset, all targets when none is named. Prints the log only when it fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

preset=$1
shift
tree=build/$preset
mkdir -p "$tree"
log=$tree/build.log
build=(cmake --build --preset "$preset" --parallel "$(nproc)")
if (($# > 0)); then build+=(--target "$@"); fi

if [[ ! -f $tree/build.ninja ]]; then printf 'build: %s, for the first time; this takes a few minutes\n' "$tree" >&2; fi
if ! { cmake --preset "$preset" && "${build[@]}"; } >"$log" 2>&1; then
  tail -n 60 "$log" >&2
  printf 'build: failed; the whole log is in %s\n' "$log" >&2
  exit 1
fi
