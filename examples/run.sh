#!/usr/bin/env bash
# From a fresh clone to the result: installs what is missing, builds the program and compares the documents of examples/corpus.
#   examples/run.sh             the bundled corpus
#   examples/run.sh ARGUMENT…   the program with other arguments, for example: score my/folder --format csv
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

"$root/lib/cmake/setup.sh"
if [[ ! -d $root/examples/stance ]]; then
  echo "examples/run.sh: the program's sources (examples/stance) are not in this tree yet" >&2
  exit 1
fi
"$root/lib/cmake/build.sh" release stance_program
if (($# == 0)); then
  cd "$root"
  set -- compare examples/corpus
fi
exec "$root/build/release/bin/stance" "$@"
