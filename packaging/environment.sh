#!/usr/bin/env bash
# Makes .venv/ from requirements.lock and puts the project into it, editable. A step runs again only
# when what it depends on has changed. PYTHON=/path/to/python chooses the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(pwd -P)
python=$root/.venv/bin/python

say() { printf '%s\n' "$*" >&2; }

exec 9< "$root" # two makes at once take turns
flock 9

in_range() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; }
fits() { in_range "$1" && "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }
identity() { "$1" -c 'import sys; print(sys.version, sys.base_prefix)' 2>/dev/null; }

choose() { # the distribution's own first: its security updates come by themselves
  local candidate
  for candidate in ${PYTHON:-/usr/bin/python3 python3.13 python3.12 python3.11 python3}; do
    if fits "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  say "No Python that fits: ${PYTHON:+$PYTHON is not }3.11, 3.12 or 3.13 with the modules venv and ensurepip."
  say "Install one (Debian, Ubuntu: python3 and python3-venv), or name one: make ... PYTHON=/path/to/python3.12"
  return 1
}

stays() { # a folder that was moved keeps scripts that start the old one
  in_range "$python" && grep -qsF "$python" .venv/bin/pip || return 1
  [ -z "${PYTHON:-}" ] || [ "$(identity "$python")" = "$(identity "$PYTHON")" ]
}

stays || {
  chosen=$(choose)
  say "Making .venv with $chosen"
  "$chosen" -m venv --clear "$root/.venv"
}

unchanged() { sha256sum --check --status ".venv/$1.sha256" 2>/dev/null; } # stamp
stamp() { sha256sum "$2" > ".venv/$1.sha256"; }                           # stamp, its input
pip() { "$python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps "$@"; }

unchanged lock || {
  say "Installing requirements.lock into .venv"
  # Wheels only: no package runs code of its own while installing. pyscard alone has none for Linux.
  pip --require-hashes --only-binary :all: --no-binary pyscard --requirement requirements.lock
  rm -f .venv/project.sha256
  stamp lock requirements.lock
}

unchanged project || {
  pip --no-build-isolation --editable .
  stamp project pyproject.toml
}

# The service may not write beside the program, and would compile all of it at every start.
"$python" -m compileall -q kiosk acceptance
