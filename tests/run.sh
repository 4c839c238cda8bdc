#!/usr/bin/env bash
# From a fresh clone to every test: installs what is missing, builds twice (optimised; and with the address and
# undefined-behaviour sanitizers) and runs all tests in both; then builds the Python wheel, installs it into a virtual environment and
# tests it there. Goes on after a failure; exits 1 when anything failed.
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

printf '== python\n'
log=build/python/test.log
mkdir -p build/python
if tests/python/run.sh 2>&1 | tee "$log"; then code=0; else code=${PIPESTATUS[0]}; fi
case $code in
  0) summary+=("python, in full in $log:" "$(tail -n 1 "$log")") ;;
  77) summary+=("python: skipped, not tested: $(tail -n 1 "$log")") ;;
  *) failed=1; summary+=("python: failed; see $log") ;;
esac

printf '\n== summary\n'
printf '%s\n' "${summary[@]}"
exit "$failed"
