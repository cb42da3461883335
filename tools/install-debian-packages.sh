#!/usr/bin/env bash
# Installs the Debian packages whose programs the tests start: a Git server over HTTP(S) and SSH,
# promtool and Redis.
# Does nothing when all of them are there.
set -euo pipefail

# The program a package is wanted for, and the package. Servers live in /usr/sbin, which is not on every PATH.
export PATH=$PATH:/usr/sbin:/sbin
missing=()
while read -r program package; do
  command -v "$program" >/dev/null || missing+=("$package")
done <<'EOF'
git git
setpriv util-linux
nginx nginx-light
fcgiwrap fcgiwrap
sshd openssh-server
ssh openssh-client
promtool prometheus
redis-server redis-server
EOF
[ ${#missing[@]} -gt 0 ] || exit 0

echo "the tests need these Debian packages: ${missing[*]}" >&2
if ! command -v apt-get >/dev/null; then
  echo "this system has no apt-get: install what provides them with its own package tool and run this again" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "run as root: apt-get install ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "installing them with apt-get (usually less than a minute)" >&2
# The tests start each service themselves on ports of their own, so Debian must not start any. The answer goes
# through a policy file that is removed again, unless the machine already has one.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
  "${as_root[@]}" chmod +x $policy
  trap '"${as_root[@]}" rm -f $policy' EXIT
fi
"${as_root[@]}" apt-get update -q >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
