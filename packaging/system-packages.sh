#!/usr/bin/env bash
# Installs the packages of the named lists (packaging/apt/LIST.txt) that this machine lacks.
# With nothing missing it asks dpkg once and ends; it needs root or sudo only to install.
#   packaging/system-packages.sh run test
set -euo pipefail
cd "$(dirname "$0")/apt"

say() { printf '%s\n' "$*" >&2; }

command -v dpkg-query >/dev/null || {
  say "This is not Debian or Ubuntu. Install what packaging/apt/*.txt lists by its names here, then: make ... APT=no"
  exit 1
}

declare -A installed=()
while read -r status package; do
  [ "$status" = installed ] && installed[$package]=yes
done < <(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n')

present() { # a|b|c
  local name
  for name in ${1//|/ }; do [ -z "${installed[$name]:-}" ] || return 0; done
  return 1
}

missing=()
for list in "$@"; do
  while read -r names _; do
    case $names in '' | '#'*) continue ;; esac
    present "$names" || missing+=("$names")
  done < "$list.txt"
done
[ ${#missing[@]} -gt 0 ] || exit 0

known_here() { # prints each missing package by the name that this release gives it
  local names name policy
  for names in "${missing[@]}"; do
    for name in ${names//|/ }; do
      # Read whole, then looked at: a pipe into grep -q ends apt-cache by a signal, which pipefail takes for "unknown".
      policy=$(apt-cache policy "$name" 2>/dev/null)
      [[ $policy == *"Candidate: "[0-9]* ]] && break
    done
    printf '%s\n' "$name" # with no package lists yet, the last: newer releases still answer to it
  done
}

if [ "$(id -u)" -eq 0 ]; then
  as_root=(env)
elif sudo -n true 2>/dev/null; then
  as_root=(sudo -n env)
elif [ -t 0 ] && command -v sudo >/dev/null; then
  as_root=(sudo env)
else
  say "System packages are missing, and installing them needs an administrator. Ask for this, then run make again:"
  say "apt-get update && apt-get install -y --no-install-recommends $(known_here | paste -sd ' ')"
  exit 1
fi

apt() { "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null; }

# Debian's PostgreSQL package makes and starts a database of its own. Nobody here asked for one.
no_cluster=/etc/postgresql-common/createcluster.d/kiosk-tests.conf
restore() { "${as_root[@]}" rm -f "$no_cluster"; }
if [[ " ${missing[*]} " == *" postgresql "* ]]; then
  trap restore EXIT
  "${as_root[@]}" mkdir -p "${no_cluster%/*}"
  echo 'create_main_cluster = false' | "${as_root[@]}" tee "$no_cluster" >/dev/null
fi

say "System packages are missing; installing them."
apt update || say "Some package lists could not be fetched; going on with those that could."
mapfile -t names < <(known_here)
apt install -y --no-install-recommends "${names[@]}"
