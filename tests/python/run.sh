#!/usr/bin/env bash
# Builds the wheel, installs it into a virtual environment of its own, and runs the tests against what is installed there.
# Exits 77 where the packages that this needs cannot be had (no network): nothing was tested then.
#   PYTHON=python3.12   another interpreter; each has its own environment and build tree
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=${PYTHON:-python3}
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
environment=$PWD/build/python/venv-$version
log=$PWD/build/python/wheel.log
mkdir -p build/python

say() { printf 'wheel: %s\n' "$*" >&2; }
pip() { "$environment/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
# The packages of $1 could not be installed. Without a network pip finds no version at all; anything else is a fault.
lacking() {
  grep -v '^ERROR: Ignored' "$log" | tail -n 5 >&2
  if grep -q -E 'from versions: none|NewConnectionError|Max retries|No such file or directory: .*index' "$log"; then
    say "skipped: no package index can be reached for $1; is there a network, or a mirror in PIP_INDEX_URL?"
    exit 77
  fi
  say "pip could not install $1; the whole log is in $log"
  exit 1
}

if [[ ! -x $environment/bin/python ]]; then
  "$python" -m venv "$environment" || { say "no virtual environment could be made; on Debian: apt-get install python3-venv"; exit 1; }
fi
mapfile -t tools < <("$environment/bin/python" - <<'PY'
import re
text = open("pyproject.toml", encoding="utf-8").read()
print("\n".join(re.findall(r'"([^"]+)"', re.search(r"^requires = \[(.*)\]", text, re.M)[1])))
PY
)
pip install build "${tools[@]}" >"$log" 2>&1 || lacking "${tools[*]}"

# CXX as CMake calls it elsewhere in the tests, so that ccache knows what was compiled there already. Our own warnings are errors here.
rm -rf build/python/dist
if ! CXX=${CXX:-c++} pip wheel --no-build-isolation --no-deps --wheel-dir build/python/dist \
  --config-settings=cmake.define.STANCE_WARNINGS_AS_ERRORS=ON --verbose . >"$log" 2>&1; then
  tail -n 60 "$log" >&2
  say "the wheel could not be built; the whole log is in $log"
  exit 1
fi
wheel=$(echo build/python/dist/*.whl)
"$environment/bin/python" -m build --sdist --no-isolation --outdir build/python/dist . >>"$log" 2>&1

pip uninstall --yes stance >/dev/null 2>&1 || true
pip install --no-deps "$wheel"
pip install "stance[test] @ file://$PWD/$wheel" >>"$log" 2>&1 || lacking "the packages that the tests need"
# Spark has 450 MB and needs Java, which nobody installs for this alone: its tests are skipped without.
if [[ -n ${JAVA_HOME:-} ]] || command -v java >/dev/null; then
  pip install "stance[spark] @ file://$PWD/$wheel" >>"$log" 2>&1 || say "PySpark could not be installed: the tests of stance.spark will be skipped; see $log"
else
  say "no Java: the tests of stance.spark will be skipped (apt-get install default-jre-headless)"
fi

# From a folder where the sources cannot be imported in the place of what is installed.
export STANCE_PROGRAM=${STANCE_PROGRAM:-$PWD/build/release/bin/stance} STANCE_SDIST STANCE_WHEEL=$PWD/$wheel
STANCE_SDIST=$(echo "$PWD"/build/python/dist/*.tar.gz)
tests=$PWD/tests/python
mkdir -p build/python/run
cd build/python/run
exec "$environment/bin/python" -m pytest -q -c "$tests/../../pyproject.toml" --rootdir "$tests" -p no:cacheprovider "$@" "$tests"
