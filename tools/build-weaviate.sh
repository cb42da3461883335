#!/usr/bin/env bash
# Builds the Weaviate server from its pinned Go module, into a cache outside the repository. The contract tests of
# the knowledge base run against it.
#
#   tools/build-weaviate.sh [--cached]     with --cached: never build, fail when it is not there
#
# Prints the path of the binary on stdout and its progress on stderr. A binary that is already there is not built
# again; an interrupted build never leaves a half-written one.
set -euo pipefail

tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# The key covers everything that decides the result, so a changed pin never meets an old binary.
key=$(cat "$tools"/weaviate/go.{mod,sum} | sha256sum | cut -c1-16)
bin=${XDG_CACHE_HOME:-$HOME/.cache}/nephoran/$key/bin
program=$bin/weaviate-server

if [ ! -x "$program" ]; then
  [ "${1:-}" != --cached ] || { echo "no Weaviate server in $bin: build it with tools/build-weaviate.sh" >&2; exit 1; }
  if ! command -v go >/dev/null; then
    echo "cannot provide a Weaviate server: install Go 1.25 or newer (https://go.dev/dl) and run this again" >&2
    exit 1
  fi
  mkdir -p "$bin"
  # Two runs at once would compile the same packages twice; the second waits and then finds it built.
  exec 9>"$bin/.lock"
  flock -n 9 || { echo "waiting for another run that builds into $bin" >&2; flock 9; }
fi
if [ ! -x "$program" ]; then
  echo "building weaviate-server (usually 3 min on two cores, once per version; cached in $bin)" >&2
  unfinished=$bin/.weaviate-server.unfinished
  (cd "$tools/weaviate" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$unfinished" \
    github.com/weaviate/weaviate/cmd/weaviate-server) >&2
  mv "$unfinished" "$program"
fi
echo "$program"
