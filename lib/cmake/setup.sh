#!/usr/bin/env bash
# Installs what the build and the tests need from the distribution's packages (Debian 12, Ubuntu 24.04 or newer).
# Says nothing and does nothing when all of it is there. Needs no terminal.
#   STANCE_SETUP=skip   do nothing: the libraries are there in another way
set -euo pipefail

packages=(
  g++ cmake ninja-build python3
  python3-dev python3-venv                                    # the wheel
  libeigen3-dev libboost-dev libboost-locale-dev libicu-dev   # the interface; words and sentences
  libspectra-dev                                              # truncated singular value decompositions
  libyaml-dev libyaml-cpp-dev libpugixml-dev nlohmann-json3-dev libsimdjson-dev libcsv-dev  # lexicons, results, corpora
  libtbb-dev libfmt-dev libxxhash-dev robin-map-dev libcereal-dev  # threads, text, hashes, what is kept between runs
  libcli11-dev libsmartcols-dev                               # the program
  libgtest-dev libgmock-dev libvalijson-dev libbenchmark-dev locales valgrind  # the tests
  ccache                                                      # the wheel takes what the optimised build has compiled
)

say() { printf 'setup: %s\n' "$*" >&2; }

if [[ ${STANCE_SETUP:-} == skip ]]; then exit 0; fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  say "this system has no apt-get. Install these yourself, then call again with STANCE_SETUP=skip:"
  cat >&2 <<'LIST'
  a C++20 compiler (GCC 12 or clang 14, or newer), CMake 3.25, Ninja, Python 3.9
  Eigen 3.4, Boost.Locale 1.74 with its ICU backend, ICU 67, libyaml 0.2.5, yaml-cpp 0.7, pugixml 1.10, nlohmann-json 3.9, simdjson 3, libcsv 3,
  oneTBB 2021, fmt 9, xxHash 0.8, robin-map 1, cereal 1.3, Spectra 1.0, CLI11 2, libsmartcols (util-linux) 2.38, GoogleTest 1.12 with gMock, valijson 1,
  Google Benchmark 1.7, localedef with the sources of de_DE and tr_TR, setpriv (util-linux), valgrind
LIST
  exit 2
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  if [[ $status != installed ]]; then missing+=("$package"); fi
done
if ((${#missing[@]} == 0)); then exit 0; fi
say "to be installed: ${missing[*]}"

root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    say "not root, and there is no sudo. Run this as root, then call again:"
    say "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    exit 1
  fi
  say "not root: calling apt-get through sudo"
  root=(sudo)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 "$@" </dev/null >"$log" 2>&1; }
install_missing() { apt install --no-install-recommends "${missing[@]}"; }
unknown() {  # names of the missing packages that apt knows no version of
  local package
  for package in "${missing[@]}"; do
    if [[ $(LC_ALL=C apt-cache policy "$package" 2>/dev/null) != *"Candidate: "[0-9]* ]]; then printf '%s ' "$package"; fi
  done
}
fail() {
  say "$1"
  tail -n 20 "$log" >&2
  if [[ -r /etc/os-release ]]; then
    # shellcheck source=/dev/null
    say "this is $(. /etc/os-release && printf '%s' "${PRETTY_NAME:-unknown}"); Debian 12, Ubuntu 24.04 or newer have all of them (Ubuntu: in universe)"
  fi
  exit 1
}

if [[ -n $(unknown) ]]; then
  say "reading the package lists (apt-get update)"
  apt update || fail "apt-get update failed; is there a network, and is /etc/apt/sources.list right?"
  names=$(unknown)
  if [[ -n $names ]]; then fail "no package source of this system has: $names"; fi  # the log says which sources could not be read
  install_missing || fail "apt-get could not install: ${missing[*]}"
elif ! install_missing; then
  say "the package lists look old: apt-get update, and once more"
  apt update || fail "apt-get update failed; is there a network?"
  install_missing || fail "apt-get could not install: ${missing[*]}"
fi
say "done"
