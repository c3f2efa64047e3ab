# Sourced by the other scripts: finds Python, keeps .venv in step with the locks.
# Needs bash, git and Python 3.11 or newer; works from any folder.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
venv="$root/.venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

say() { printf '%s\n' "$*" >&2; }

give_up() {
    say "$*"
    exit 2
}

# Prints the first Python that is new enough and has the module named in $1.
find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if "$name" -c "import sys, $1; sys.exit(sys.version_info < (3, 11))" </dev/null >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# Installs Debian packages where that is allowed, and says which are missing where it is not.
need_packages() {
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "Installing $* with apt-get"
        if DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; then
            return 0
        fi
    fi
    give_up "Missing: $*. Please install it (on Debian and Ubuntu: apt-get install $*) and run this again."
}

make_venv() {
    local python
    if ! python="$(find_python ensurepip)"; then
        python="$(find_python sys)" || give_up "Trivet needs Python 3.11 or newer, and found none on the path."
        need_packages python3-venv
        python="$(find_python ensurepip)" || give_up "$python cannot make a virtual environment: its module ensurepip is missing."
    fi
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

# The one dependency without a ready-made build for every processor is compiled there.
need_compiler() {
    if [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ]; then return 0; fi
    if command -v c++ >/dev/null || command -v g++ >/dev/null; then return 0; fi
    need_packages g++ python3-dev
}

# The journeys and the pictures need a real browser, and letters for it to write with.
need_browser() {
    local name
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    need_packages chromium fonts-noto-core
}

# What an installation depends on; a moved checkout counts as another one.
fingerprint() {
    { printf '%s\n' "$root" && cat "$root/$1" "$root/pyproject.toml"; } | git hash-object --stdin
}

install_lock() { # $1: lock file, $2: stamp, $3: the fingerprint it gets
    say "Installing what $1 lists into .venv (once; under a minute)"
    need_compiler
    "$venv/bin/python" -m pip install -qq --no-compile --no-deps --require-hashes -r "$root/$1"
    "$venv/bin/python" -m pip install -qq --no-deps --no-build-isolation -e "$root"
    printf '%s\n' "$3" >"$venv/$2"
}

# Makes .venv hold the packages of 'run' (to use Trivet) or 'dev' (to work on it).
prepare() {
    local kind="$1" lock stamp
    exec 9<"$root"
    if command -v flock >/dev/null; then flock 9; fi
    if ! "$venv/bin/python" -c 'import pip' </dev/null >/dev/null 2>&1; then make_venv; fi
    if [ "$kind" = dev ]; then lock=requirements.lock; else lock=requirements-run.lock; fi
    stamp="$(fingerprint "$lock")"
    if [ "$stamp" != "$(cat "$venv/.trivet-$kind" 2>/dev/null)" ]; then
        install_lock "$lock" ".trivet-$kind" "$stamp"
        # The lock for development holds all of the other one.
        if [ "$kind" = dev ]; then fingerprint requirements-run.lock >"$venv/.trivet-run"; fi
    fi
    exec 9<&-
}

# Runs a command with no database named: Trivet then uses SQLite.
on_sqlite() { env -u TRIVET_DATABASE_URL "$@"; }

# Runs a command with a PostgreSQL server of its own, which is gone afterwards.
on_postgres() { "$venv/bin/python" "$root/tests/postgres.py" -- "$@"; }

sqlite_version() { "$venv/bin/python" -c 'import sqlite3; print("SQLite", sqlite3.sqlite_version)'; }
postgres_version() { "$venv/bin/python" "$root/tests/postgres.py" --version; }
