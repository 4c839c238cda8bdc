#!/usr/bin/env bash
# From a fresh clone to every test: installs what is missing, builds twice (optimised; and with the address and
# undefined-behaviour sanitizers) and runs all tests in both. Goes on after a failure; exits 1 when anything failed.
# Tests on data that is not in the repository read STANCE_SHARED_DATA (a folder) and are skipped without it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

lib/cmake/setup.sh

summary=()
failed=0
for preset in dev release; do
  printf '== %s\n' "$preset"
  if ! lib/cmake/build.sh "$preset"; then
    failed=1
    summary+=("$preset: the build failed")
    continue
  fi
  log=build/$preset/test.log
  # Passed tests are in the log; here only what failed, what was skipped, and the summary.
  if ! ctest --preset "$preset" --parallel "$(nproc)" 2>&1 | tee "$log" | sed -E '/^ *Start +[0-9]+:/d; / Passed +[0-9.]+ sec *$/d'; then
    failed=1
  fi
  summary+=("$preset, in full in $log:" "$(grep -E '^[0-9]+% tests passed' "$log" || echo 'no summary: ctest did not finish')")
done

printf '\n== summary\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
